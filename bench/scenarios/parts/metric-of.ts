/** `metricOf`: one number of what a server tells Prometheus. */

/** 0 while the server has not counted it. Rejects when the server is away. */
export async function metricOf(url: string, name: string): Promise<number> {
  const page = await fetch(`${url}/metrics`).then((answer) => answer.text())
  return Number(new RegExp(`^${name} (\\S+)`, 'm').exec(page)?.[1] ?? 0)
}

/** Transactions that wrote messages. */
export const COMMITS = 'parley_commit_seconds_count'
