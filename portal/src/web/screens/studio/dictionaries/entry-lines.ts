import type { DictionaryEntry } from '../../../api/options.ts'

/** `代码 名称`, and behind two more blanks or a tab the code above: how entries are written as lines. */
export const linesOf = (entries: readonly DictionaryEntry[]): string =>
  entries
    .filter(({ withdrawn }) => !withdrawn)
    .map(({ code, name, parent }) => [code, name, ...(parent === undefined ? [] : [parent])].join('\t'))
    .join('\n')

export interface WrongLine {
  /** From 1. */
  line: number
  text: string
}

/**
 * Entries of pasted lines, of a table of Excel too: code and name, then the code above, parted by tabs or commas, code and name by
 * blanks as well. Blank lines are passed over.
 */
export function entriesIn(lines: string): { entries: DictionaryEntry[]; wrong: WrongLine[] } {
  const entries: DictionaryEntry[] = []
  const wrong: WrongLine[] = []
  for (const [index, line] of lines.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const cells = line.trim().split(/\s*[\t,,]\s*/)
    const [code, name, parent] = cells.length > 1 ? cells : (/^(\S+)\s+(.+)$/.exec(cells[0]!)?.slice(1, 3) ?? [])
    if (code && name) entries.push({ code, name, ...(parent && { parent }) })
    else wrong.push({ line: index + 1, text: line.trim() })
  }
  return { entries, wrong }
}
