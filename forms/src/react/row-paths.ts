/** What paths are called after row `index` of a table is gone: its own disappear, those below move up. */
export function moveRows(paths: string[], table: string, index: number): string[] {
  return paths.flatMap((path) => {
    if (!path.startsWith(`${table}.`)) return [path]
    const [row = '', ...rest] = path.slice(table.length + 1).split('.')
    if (Number(row) === index) return []
    return [[table, Number(row) > index ? Number(row) - 1 : row, ...rest].join('.')]
  })
}
