/** Draws a machine of rooms from the machine itself, as Mermaid text: for READMEs, so that they cannot go stale. */
import type { AnyStateMachine } from 'xstate'

/** One arrow for each pair of states, with the commands that are accepted on it; refusals are not drawn. */
export function drawMachine(machine: AnyStateMachine): string {
  const states = Object.keys(machine.states)
  const lines = [`  [*] --> ${states[0]}`]
  for (const from of states) {
    const arrows = new Map<string, string[]>()
    for (const { command, to } of acceptedIn(machine, from)) {
      arrows.set(to, [...(arrows.get(to) ?? []), command])
    }
    for (const [to, commands] of arrows) lines.push(`  ${from} --> ${to} : ${commands.join(', ')}`)
  }
  return ['stateDiagram-v2', ...lines].join('\n')
}

/** What is accepted in a state, and where it leads. */
function acceptedIn(machine: AnyStateMachine, from: string): { command: string; to: string }[] {
  const node = machine.states[from]
  return [...(node?.transitions ?? [])].flatMap(([command, transitions]) =>
    transitions
      .filter(({ actions }) => actions.some((action) => (action as { type?: string }).type === 'record'))
      .map(({ target }) => ({ command, to: target?.[0]?.key ?? from })),
  )
}
