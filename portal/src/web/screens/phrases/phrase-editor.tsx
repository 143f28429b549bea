import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { App, Button, Input, Select, Tooltip } from 'antd'
import { useState } from 'react'
import { MAX_PHRASES, MAX_PHRASE_CHARS, phraseApi, type Phrase, type PhraseList } from '../../api/phrases.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import './phrases.css'

const KINDS = [
  { value: '', label: '各类意见' },
  { value: 'primary', label: '同意、通过' },
  { value: 'danger', label: '不同意、退回' },
  { value: 'default', label: '其他' },
]

interface Row extends Phrase {
  id: number
}

interface Props {
  title: string
  hint: string
  /** Of the API: where the list is changed. */
  path: string
  list: PhraseList
  onSaved: () => void
}

/** A list of phrases, in the order in which they are offered; saved as a whole. */
export function PhraseEditor({ title, hint, path, list, onSaved }: Props) {
  const { message } = App.useApp()
  const [version, setVersion] = useState(list.version)
  const [next, setNext] = useState(list.items.length)
  const [rows, setRows] = useState<Row[]>(() => list.items.map((item, id) => ({ ...item, id })))
  const [changed, setChanged] = useState(false)
  const saving = useAttempt(async () => {
    const saved = await phraseApi.change(path, { version, items: rows.map(({ text, kind }) => ({ text, kind })) })
    setVersion(saved.version)
    setChanged(false)
    message.success('常用语已保存')
    onSaved()
  })
  const change = (now: Row[]) => {
    setRows(now)
    setChanged(true)
  }
  const edit = (id: number, part: Partial<Phrase>) => change(rows.map((row) => (row.id === id ? { ...row, ...part } : row)))
  const move = (from: number, to: number) => {
    const turned = [...rows]
    turned.splice(to, 0, ...turned.splice(from, 1))
    change(turned)
  }
  const add = () => {
    change([...rows, { id: next, text: '', kind: null }])
    setNext(next + 1)
  }
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      <p className="quiet">{hint}</p>
      <ErrorNote error={saving.error} />
      {rows.length === 0 && <p>还没有常用语。点“添加一条”写下常用的意见。</p>}
      <ol className="phrase-rows">
        {rows.map(({ id, text, kind }, at) => (
          <li key={id}>
            <Input
              value={text}
              maxLength={MAX_PHRASE_CHARS}
              autoFocus={text === '' && changed}
              aria-label={`第 ${at + 1} 条`}
              placeholder="例如:经审查符合条件,同意"
              onChange={({ target }) => edit(id, { text: target.value })}
            />
            <Select
              value={kind ?? ''}
              aria-label={`第 ${at + 1} 条用于`}
              options={KINDS}
              onChange={(value) => edit(id, { kind: (value || null) as Phrase['kind'] })}
            />
            <span className="phrase-tools">
              <Tool label="上移" icon={<ArrowUpOutlined />} disabled={at === 0} onClick={() => move(at, at - 1)} />
              <Tool label="下移" icon={<ArrowDownOutlined />} disabled={at === rows.length - 1} onClick={() => move(at, at + 1)} />
              <Tool label="删除" icon={<DeleteOutlined />} onClick={() => change(rows.filter((row) => row.id !== id))} />
            </span>
          </li>
        ))}
      </ol>
      <div className="spread">
        <Button icon={<PlusOutlined />} disabled={rows.length >= MAX_PHRASES} onClick={add} data-testid="add-phrase">
          添加一条
        </Button>
        <span className="row">
          <span className="quiet">
            {rows.length} / {MAX_PHRASES}
          </span>
          <Button type="primary" disabled={!changed} loading={saving.busy} onClick={() => void saving.run()} data-testid="save-phrases">
            保存
          </Button>
        </span>
      </div>
    </section>
  )
}

const Tool = ({ label, ...button }: { label: string; icon: React.ReactNode; disabled?: boolean; onClick: () => void }) => (
  <Tooltip title={label}>
    <Button type="text" aria-label={label} {...button} />
  </Tooltip>
)
