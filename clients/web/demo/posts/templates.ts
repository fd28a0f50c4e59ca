/** `demoTemplates`: the starting points of the demo's organisation. */
import { LATENESS } from '../../../../engine/post/lateness.ts'
import { refuse } from '../../../../engine/protocol/errors.ts'
import type { NewTemplate, Template, WebApi } from '../../app/api.ts'
import { MEDIA } from './media.ts'
import { to, toRoom } from './posts.ts'

interface DemoTemplatesOptions {
  readonly isEmpty: boolean
  readonly wait: <Value>(value: Value) => Promise<Value>
}

const KEPT: readonly NewTemplate[] = [
  {
    name: 'Beans of the week',
    text: 'New on the shelf this week: two farms, one roast, gone by Friday.',
    targets: [to('a-x', { text: 'New on the shelf, gone by Friday.' }), to('a-instagram')],
    media: ['m-1'],
    tags: ['beans'],
  },
  {
    name: 'Cupping',
    text: 'Cupping on Saturday at four. Eight seats, no talk, just spoons.',
    targets: [to('a-instagram'), to('a-linkedin'), toRoom],
    tags: ['cupping', 'events'],
    approval: 'internal',
  },
  { name: 'Sold out', text: 'Sold out, all of it. Thank you.', targets: [to('a-x'), toRoom] },
]

export function demoTemplates({ isEmpty, wait }: DemoTemplatesOptions): WebApi['templates'] {
  let made = 0
  const all = new Map<string, Template>()
  const keep = ({ name, templateId, commandId: _, ...said }: NewTemplate): Template => {
    made++
    const id = templateId ?? `template-${made}`
    const plain = { media: [], approval: 'none', tags: [], together: false, lateness: LATENESS } as const
    const content = { ...plain, ...said } as Template['content']
    const { text, targets, tags } = content
    const media = content.media.flatMap((mediaId) => MEDIA.get(mediaId) ?? [])
    const changedAt = new Date().toISOString()
    const template = {
      id,
      name,
      text,
      to: targets.map((target) => target.to),
      tags,
      changedAt,
      mayChange: true,
      content,
      media,
    }
    all.set(id, template)
    return template
  }
  if (!isEmpty) for (const template of KEPT) keep(template)
  const find = (templateId: string) => all.get(templateId) ?? refuse('UNKNOWN_TEMPLATE')
  const byName = () => [...all.values()].sort((a, b) => a.name.localeCompare(b.name))
  const checkName = (name: string, templateId: string | undefined) => {
    if (byName().some((one) => one.name === name && one.id !== templateId)) refuse('TEMPLATE_NAME_TAKEN')
  }
  return {
    list: { query: () => wait({ items: byName() }) },
    get: { query: ({ templateId }) => wait(null).then(() => ({ template: find(templateId) })) },
    save: {
      async mutate(input) {
        await wait(null)
        checkName(input.name, input.templateId)
        return { template: keep(input) }
      },
    },
    rename: {
      async mutate({ templateId, name }) {
        await wait(null)
        checkName(name, templateId)
        const template = { ...find(templateId), name }
        all.set(templateId, template)
        return { template }
      },
    },
    remove: {
      async mutate({ templateId }) {
        all.delete(find(templateId).id)
        return wait({})
      },
    },
  }
}
