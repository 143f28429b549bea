import { Button, Input, Pagination, Segmented, Select, Tag } from 'antd'
import { useState } from 'react'
import { dictionaryApi, type Dictionary, type DictionaryEntry } from '../../../api/options.ts'
import { AdaptiveTable, type AdaptiveTableProps } from '../../../components/adaptive-table.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ErrorNote } from '../../../components/error-note.tsx'
import { useAttempt } from '../../../hooks/use-attempt.ts'
import { minuteText } from '../../../time.ts'
import { entriesIn, linesOf } from './entry-lines.ts'

interface DictionaryEditorProps {
  dictionary: Dictionary
  mayEdit: boolean
  onSaved: () => void
}

const PAGE = 50
type View = 'table' | 'lines'

/** The entries of one dictionary: in a table, or as lines to paste. */
export function DictionaryEditor({ dictionary, mayEdit, onSaved }: DictionaryEditorProps) {
  const [name, setName] = useState(dictionary.name)
  const [entries, setEntries] = useState(dictionary.entries)
  const [view, setView] = useState<View>('table')
  const [lines, setLines] = useState('')
  const pasted = entriesIn(lines)
  const given = view === 'lines' ? withLines(entries, pasted.entries) : entries
  const isChanged = name !== dictionary.name || JSON.stringify(given) !== JSON.stringify(dictionary.entries)
  const saving = useAttempt(async () => {
    await dictionaryApi.save(dictionary.key, { version: dictionary.version, name, entries: given })
    onSaved()
  })
  const show = (next: View) => {
    if (next === 'lines') setLines(linesOf(entries))
    else setEntries(given)
    setView(next)
  }
  return (
    <div className="studio-main">
      <div className="row gap-below">
        <Input
          aria-label="字典名称"
          className="dictionary-name"
          value={name}
          readOnly={!mayEdit}
          maxLength={100}
          onChange={({ target }) => setName(target.value)}
        />
        {mayEdit && (
          <Segmented<View>
            aria-label="编辑方式"
            value={view}
            options={[
              { value: 'table', label: '逐项' },
              { value: 'lines', label: '成批' },
            ]}
            onChange={show}
          />
        )}
        <span className="grow quiet">
          {dictionary.version > 0 && `${minuteText(dictionary.changedAt)} ${dictionary.changedBy}修改,标识 ${dictionary.key}`}
        </span>
        {mayEdit && (
          <Button
            type="primary"
            disabled={!isChanged || (view === 'lines' && pasted.wrong.length > 0)}
            loading={saving.busy}
            onClick={() => void saving.run()}
            data-testid="save-dictionary"
          >
            保存
          </Button>
        )}
      </div>
      <ErrorNote error={saving.error} />
      {view === 'lines' ? (
        <Lines lines={lines} wrong={pasted.wrong} onChange={setLines} />
      ) : (
        <Entries entries={entries} kept={dictionary.entries} mayEdit={mayEdit} onChange={setEntries} />
      )}
    </div>
  )
}

/** What the lines say, and what they leave out as withdrawn. */
function withLines(before: readonly DictionaryEntry[], lines: readonly DictionaryEntry[]): DictionaryEntry[] {
  const there = new Set(lines.map(({ code }) => code))
  return [...lines, ...before.filter(({ code }) => !there.has(code)).map((entry) => ({ ...entry, withdrawn: true as const }))]
}

function Lines({ lines, wrong, onChange }: { lines: string; wrong: { line: number; text: string }[]; onChange: (lines: string) => void }) {
  return (
    <>
      <p className="quiet">每行一项:代码、名称、上级代码(没有的不写),用制表符或逗号隔开,可以从电子表格粘贴。删去的项保存后停用</p>
      <Input.TextArea
        aria-label="字典的各项"
        className="studio-code"
        rows={20}
        spellCheck={false}
        value={lines}
        onChange={({ target }) => onChange(target.value)}
      />
      {wrong.length > 0 && (
        <div className="field-problem" role="alert">
          {wrong
            .slice(0, 3)
            .map(({ line, text }) => `第 ${line} 行“${text}”缺少代码或者名称`)
            .join(';')}
          {wrong.length > 3 && `;共 ${wrong.length} 行`}
        </div>
      )}
    </>
  )
}

interface EntriesProps {
  entries: DictionaryEntry[]
  /** As they are stored: their codes stay. */
  kept: readonly DictionaryEntry[]
  mayEdit: boolean
  onChange: (entries: DictionaryEntry[]) => void
}

function Entries({ entries, kept, mayEdit, onChange }: EntriesProps) {
  const [page, setPage] = useState(1)
  const isKept = (code: string) => kept.some((entry) => entry.code === code)
  const set = (at: number, part: Partial<DictionaryEntry>) =>
    onChange(entries.map((entry, index) => (index === at ? tidied({ ...entry, ...part }) : entry)))
  const move = (at: number, by: -1 | 1) => onChange(entries.toSpliced(at, 1).toSpliced(at + by, 0, entries[at]!))
  const add = () => {
    onChange([...entries, { code: '', name: '' }])
    setPage(Math.ceil((entries.length + 1) / PAGE))
  }
  const rows = entries.map((entry, at) => ({ ...entry, at }))
  const columns: AdaptiveTableProps<(typeof rows)[number]>['columns'] = [
    {
      ...{ title: '代码', key: 'code', width: 130 },
      render: (_, { code, at }) =>
        mayEdit && !isKept(code) ? (
          <Input
            size="small"
            aria-label={`第 ${at + 1} 项的代码`}
            value={code}
            onChange={({ target }) => set(at, { code: target.value })}
          />
        ) : (
          code
        ),
    },
    {
      ...{ title: '名称', key: 'name' },
      render: (_, { name, at, withdrawn }) =>
        mayEdit && !withdrawn ? (
          <Input
            size="small"
            aria-label={`第 ${at + 1} 项的名称`}
            value={name}
            onChange={({ target }) => set(at, { name: target.value })}
          />
        ) : (
          <>
            {name} {withdrawn && <Tag>停用</Tag>}
          </>
        ),
    },
    {
      ...{ title: '上级', key: 'parent', width: 200 },
      render: (_, { parent, at, withdrawn, code }) =>
        mayEdit && !withdrawn ? (
          <Select
            size="small"
            className="dictionary-parent"
            aria-label={`第 ${at + 1} 项的上级`}
            allowClear
            showSearch
            optionFilterProp="label"
            placeholder="没有"
            value={parent}
            options={entries.flatMap((one) =>
              one.code && one.code !== code ? [{ value: one.code, label: `${one.code} ${one.name}` }] : [],
            )}
            onChange={(next?: string) => set(at, { parent: next })}
          />
        ) : (
          parent
        ),
    },
    {
      ...{ title: '', key: 'do', width: 200, hidden: !mayEdit },
      render: (_, { at, code, name, withdrawn }) => (
        <div className="row">
          <Button size="small" type="text" disabled={at === 0} aria-label={`${name}上移`} onClick={() => move(at, -1)}>
            上移
          </Button>
          <Button size="small" type="text" disabled={at === entries.length - 1} aria-label={`${name}下移`} onClick={() => move(at, 1)}>
            下移
          </Button>
          <Button
            size="small"
            type="text"
            danger={!withdrawn}
            onClick={() => (isKept(code) ? set(at, { withdrawn: withdrawn ? undefined : true }) : onChange(entries.toSpliced(at, 1)))}
          >
            {!isKept(code) ? '删除' : withdrawn ? '恢复' : '停用'}
          </Button>
        </div>
      ),
    },
  ]
  return (
    <>
      <div className="card flush">
        {rows.length === 0 ? (
          <EmptyState title="还没有内容">{mayEdit ? '逐项添加,或者用“成批”粘贴' : ''}</EmptyState>
        ) : (
          <AdaptiveTable columns={columns} rows={rows.slice((page - 1) * PAGE, page * PAGE)} keyOf={({ at }) => at} />
        )}
      </div>
      <div className="row gap-above">
        {mayEdit && <Button onClick={add}>添加一项</Button>}
        <span className="grow" />
        <Pagination current={page} pageSize={PAGE} total={rows.length} hideOnSinglePage showSizeChanger={false} onChange={setPage} />
      </div>
    </>
  )
}

/** Without what says nothing. */
function tidied({ parent, withdrawn, ...entry }: DictionaryEntry): DictionaryEntry {
  return { ...entry, ...(parent && { parent }), ...(withdrawn && { withdrawn }) }
}
