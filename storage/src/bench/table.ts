/** A markdown table with columns of equal width. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(3, title.length, ...rows.map((row) => row[i]!.length)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(' | ')} |`
  const rule = `|${widths.map((width, i) => (i === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  return [line(head), rule, ...rows.map(line)].join('\n')
}

/** `1,234`; below ten with a digit after the point. */
export const number = (value: number): string =>
  Number.isNaN(value) ? '–' : value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 1 : 0 })

export const percent = (part: number, whole: number): string => `${Math.round((100 * part) / whole)} %`

export const times = (ours: number, theirs: number): string => `${number(ours / theirs)} ×`

export const milliseconds = (value: number): string => `${number(value)} ms`
