import { VariableNames } from './variable-names.ts'

/*
 * A template as a person edits it: line by line, paragraphs and rows of a table as plain text with 【申请人名称】 where the
 * case's own content comes. What is none of these stays as it is written. Lines joined again are the very same template.
 */

export type DocumentLine =
  | { kind: 'paragraph'; text: string }
  | { kind: 'row'; label: string; text: string; isCode: boolean }
  /** A shared piece: head, signature. */
  | { kind: 'piece'; name: string }
  /** What the document is: title, number, date … */
  | { kind: 'head'; name: string; value: string }
  /** From here on only if there is something of it, or once for each. */
  | { kind: 'begin'; path: string; isInverse: boolean }
  | { kind: 'end'; path: string }
  | { kind: 'raw'; source: string }

const PATH = String.raw`[A-Za-z]\w*(?:\.[A-Za-z]\w*)*`
const HEAD = /^\{\{! (title|number|date|addressee|organ): (.+?) \}\}$/
const PIECE = /^\{\{> ([a-z][a-z-]*)\}\}$/
const BEGIN = new RegExp(String.raw`^\{\{([#^])(${PATH})\}\}$`)
const END = new RegExp(String.raw`^\{\{/(${PATH})\}\}$`)
const PARAGRAPH = /^<p>(.*)<\/p>$/
const ROW = /^<tr><th>(.*)<\/th><td( class="code")?>(.*)<\/td><\/tr>$/
/** Text with variables and nothing else that is markup. */
const PLAIN = new RegExp(String.raw`^(?:[^<>{}&]|&(?:amp|lt|gt);|\{\{${PATH}\}\})*$`)

/** @param names how variables are called in the text */
export const readLines = (source: string, names: VariableNames): DocumentLine[] =>
  source
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => {
      const read = readLine(line, names)
      // Whatever would not come back as it was is left alone.
      return read && writeLine(read, names) === line ? read : { kind: 'raw', source: line }
    })

export const writeLines = (lines: readonly DocumentLine[], names: VariableNames): string =>
  `${lines.map((line) => writeLine(line, names)).join('\n')}\n`

function readLine(line: string, names: VariableNames): DocumentLine | null {
  const [head, piece, begin, end] = [HEAD.exec(line), PIECE.exec(line), BEGIN.exec(line), END.exec(line)]
  if (head) return { kind: 'head', name: head[1]!, value: head[2]! }
  if (piece) return { kind: 'piece', name: piece[1]! }
  if (begin) return { kind: 'begin', path: begin[2]!, isInverse: begin[1] === '^' }
  if (end) return { kind: 'end', path: end[1]! }
  const paragraph = PARAGRAPH.exec(line)?.[1]
  if (paragraph !== undefined && PLAIN.test(paragraph)) return { kind: 'paragraph', text: toText(paragraph, names) }
  const row = ROW.exec(line)
  if (row && PLAIN.test(row[1]!) && PLAIN.test(row[3]!))
    return { kind: 'row', label: toText(row[1]!, names), text: toText(row[3]!, names), isCode: row[2] !== undefined }
  return null
}

function writeLine(line: DocumentLine, names: VariableNames): string {
  switch (line.kind) {
    case 'paragraph':
      return `<p>${toSource(line.text, names)}</p>`
    case 'row':
      return `<tr><th>${toSource(line.label, names)}</th><td${line.isCode ? ' class="code"' : ''}>${toSource(line.text, names)}</td></tr>`
    case 'piece':
      return `{{> ${line.name}}}`
    case 'head':
      return `{{! ${line.name}: ${line.value} }}`
    case 'begin':
      return `{{${line.isInverse ? '^' : '#'}${line.path}}}`
    case 'end':
      return `{{/${line.path}}}`
    case 'raw':
      return line.source
  }
}

const VARIABLE = new RegExp(String.raw`\{\{(${PATH})\}\}`, 'g')
const NAMED = /【([^【】]+)】/g

const toText = (source: string, names: VariableNames): string =>
  source
    .replace(VARIABLE, (_, path: string) => `【${names.nameOf(path)}】`)
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')

/** A line break would begin another line of the template; braces would be taken for a variable. */
const toSource = (text: string, names: VariableNames): string =>
  text
    .replace(/\s*\n\s*/g, '')
    .replace(/[{}]/g, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(NAMED, (whole, name: string) => {
      const path = names.pathOf(name)
      return path === undefined ? whole : `{{${path}}}`
    })
