import { Button, Input } from 'antd'
import { useRef } from 'react'
import { readLines, writeLines, type DocumentLine } from './lines.ts'
import type { VariableNames } from './variable-names.ts'

/** Where the next variable goes: a field, and the place in it. */
export interface Caret {
  insert: (token: string) => void
}

interface Props {
  source: string
  names: VariableNames
  readOnly: boolean
  onChange: (source: string) => void
  onCaret: (caret: Caret) => void
}

const PIECES: Record<string, string> = {
  head: '红头、标题、文号和主送',
  signature: '落款、日期、印章和核验码',
  remedies: '救济途径',
  note: '查询和监督电话',
}
const HEADS: Record<string, string> = {
  title: '文书名称',
  number: '文号取自',
  date: '落款日期取自',
  addressee: '主送取自',
  organ: '落款机关取自',
}

/** A template line by line: paragraphs and rows are typed as text, the rest is named and stays. */
export function DocumentLines({ source, names, readOnly, onChange, onCaret }: Props) {
  const lines = readLines(source, names)
  const write = (next: DocumentLine[]) => onChange(writeLines(next, names))
  const put = (at: number, line: DocumentLine) => write(lines.map((one, i) => (i === at ? line : one)))
  const add = (at: number, line: DocumentLine) => write([...lines.slice(0, at + 1), line, ...lines.slice(at + 1)])
  return (
    <ol className="plain document-lines" aria-label="文书内容">
      {lines.map((line, at) => (
        // A line has no name of its own: its place is what it is known by.
        <li key={at} className="document-line">
          <div className="grow">
            <Line line={line} at={at} names={names} readOnly={readOnly} onChange={(next) => put(at, next)} onCaret={onCaret} />
          </div>
          {!readOnly && (
            <div className="row document-line-deeds">
              <Button size="small" type="text" onClick={() => add(at, fresh(line))} aria-label={`在第 ${at + 1} 行后增加`}>
                增加
              </Button>
              {(line.kind === 'paragraph' || line.kind === 'row') && (
                <Button
                  size="small"
                  type="text"
                  danger
                  onClick={() => write(lines.filter((_, i) => i !== at))}
                  aria-label={`删除第 ${at + 1} 行`}
                >
                  删除
                </Button>
              )}
            </div>
          )}
        </li>
      ))}
    </ol>
  )
}

/** What comes after a line of this kind. */
const fresh = (line: DocumentLine): DocumentLine =>
  line.kind === 'row' ? { kind: 'row', label: '名称', text: '内容', isCode: false } : { kind: 'paragraph', text: '新的一段' }

interface LineProps {
  line: DocumentLine
  at: number
  names: VariableNames
  readOnly: boolean
  onChange: (line: DocumentLine) => void
  onCaret: (caret: Caret) => void
}

function Line({ line, at, names, readOnly, onChange, onCaret }: LineProps) {
  const field = { readOnly, onCaret }
  switch (line.kind) {
    case 'paragraph':
      return <Field {...field} label={`第 ${at + 1} 行,正文`} value={line.text} onChange={(text) => onChange({ ...line, text })} />
    case 'row':
      return (
        <div className="document-row">
          <Field {...field} label={`第 ${at + 1} 行,项目`} value={line.label} onChange={(label) => onChange({ ...line, label })} />
          <Field {...field} label={`第 ${at + 1} 行,内容`} value={line.text} onChange={(text) => onChange({ ...line, text })} />
        </div>
      )
    case 'head':
      if (line.name !== 'title')
        return (
          <div className="quiet">
            {HEADS[line.name]}:{names.wordsOf(line.value)}
          </div>
        )
      return <Field {...field} label={HEADS.title!} value={line.value} onChange={(value) => onChange({ ...line, value })} />
    case 'piece':
      return <div className="document-piece">{PIECES[line.name] ?? `共用部分 ${line.name}`}</div>
    case 'begin':
      return (
        <div className="quiet">
          {line.isInverse ? '没有' : '有'}“{names.wordsOf(line.path)}”时(多项时每项一次):
        </div>
      )
    case 'end':
      return <div className="quiet">“{names.wordsOf(line.path)}”到此为止</div>
    case 'raw':
      return <code className="document-raw">{line.source}</code>
  }
}

interface FieldProps {
  label: string
  value: string
  readOnly: boolean
  onChange: (value: string) => void
  onCaret: (caret: Caret) => void
}

function Field({ label, value, readOnly, onChange, onCaret }: FieldProps) {
  const area = useRef<HTMLTextAreaElement | null>(null)
  const tell = () =>
    onCaret({
      insert(token) {
        const node = area.current
        const [from, to] = [node?.selectionStart ?? value.length, node?.selectionEnd ?? value.length]
        onChange(value.slice(0, from) + token + value.slice(to))
        requestAnimationFrame(() => {
          node?.focus()
          node?.setSelectionRange(from + token.length, from + token.length)
        })
      },
    })
  return (
    <Input.TextArea
      aria-label={label}
      autoSize
      value={value}
      readOnly={readOnly}
      onChange={({ target }) => onChange(target.value)}
      onFocus={tell}
      onSelect={tell}
      ref={(instance) => {
        area.current = instance?.resizableTextArea?.textArea ?? null
      }}
    />
  )
}
