interface Node {
  matterKey: string
  dependsOn: { matterKey: string }[]
}

/** Matters in columns: each stands right of everything that it waits for. The published theme has no circle. */
export function columnsOf<Item extends Node>(items: readonly Item[]): Item[][] {
  const byKey = new Map(items.map((item) => [item.matterKey, item]))
  const depth = (item: Item): number =>
    1 + Math.max(-1, ...item.dependsOn.flatMap(({ matterKey }) => (byKey.has(matterKey) ? [depth(byKey.get(matterKey)!)] : [])))
  const columns: Item[][] = []
  for (const item of items) (columns[depth(item)] ??= []).push(item)
  return columns.filter((column) => column !== undefined)
}
