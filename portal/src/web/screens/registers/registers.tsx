import { Button, Select, Tabs } from 'antd'
import { useCallback, useState } from 'react'
import { useSearchParams } from 'react-router-dom'
import { download } from '../../api/client.ts'
import { registerPaths, type NumberKind, type RegisterEntry, type RegisterFilter, type RegisterPage } from '../../api/registers.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { ListSearch } from '../../components/list-search.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { wallOf } from '../../time.ts'
import { GapReport } from './gap-report.tsx'
import { RegisterTable } from './register-table.tsx'
import { typeText } from './words.ts'
import { VoidDialog } from './void-dialog.tsx'
import '../../components/desk.css'
import './registers.css'

const KINDS: { key: NumberKind; label: string }[] = [
  { key: 'document', label: '文书' },
  { key: 'licence', label: '证照' },
  { key: 'case', label: '办件' },
  { key: 'receipt', label: '收件' },
  { key: 'archive', label: '档号' },
]
const STATES = [
  { value: 'valid', label: '有效' },
  { value: 'void', label: '作废' },
]

/** Registers 登记簿: every number that was given out, voided ones too, and whether one is missing. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const session = useSession()
  const filter = filterOf(params)
  const pages = usePages<RegisterEntry, RegisterPage>(registerPaths.list(filter))
  const [thisYear] = useState(() => wallOf(Date.now()).year())
  const [voiding, setVoiding] = useState<RegisterEntry | null>(null)
  const save = useAttempt(useCallback(() => download(registerPaths.export(filter)), [filter]))
  const kindName = KINDS.find(({ key }) => key === filter.kind)!.label
  useTitle(`${kindName}登记簿`)
  const change = useCallback(
    (patch: Partial<Record<keyof RegisterFilter, string | undefined>>) => {
      const next = { ...Object.fromEntries(params), ...patch }
      setParams(Object.fromEntries(Object.entries(next).filter((entry): entry is [string, string] => Boolean(entry[1]))), { replace: true })
    },
    [params, setParams],
  )
  const search = useCallback((q: string) => change({ q }), [change])
  const choices = pages.first?.choices ?? []
  const years = [...new Set([thisYear, ...choices.map(({ year }) => year)])].sort((a, b) => b - a)
  const types = [...new Set(choices.map(({ type }) => type))]
  return (
    <div className="page">
      <div className="page-head">
        <h1>{kindName}登记簿</h1>
        <Tabs
          className="desk-tabs no-print"
          activeKey={filter.kind}
          items={KINDS}
          onChange={(kind) => change({ kind, type: undefined, q: undefined })}
        />
        <span className="grow" />
        <Button className="no-print" onClick={() => window.print()}>
          打印
        </Button>
        {session.rights.includes('register:export') && (
          <Button className="no-print" loading={save.busy} onClick={() => void save.run()} data-testid="register-export">
            导出 XLSX
          </Button>
        )}
      </div>
      <ErrorNote error={save.error} />
      <div className="register-filters no-print">
        <Select
          aria-label="年度"
          value={filter.year ?? 0}
          options={[{ value: 0, label: '全部年度' }, ...years.map((year) => ({ value: year, label: `${year}年` }))]}
          onChange={(year) => change({ year: year === 0 ? undefined : String(year) })}
        />
        {types.length > 1 && (
          <Select
            aria-label="类别"
            className="type"
            value={filter.type ?? ''}
            options={[{ value: '', label: '全部类别' }, ...types.map((type) => ({ value: type, label: typeText(type) }))]}
            onChange={(type) => change({ type })}
          />
        )}
        <Select
          aria-label="状态"
          value={filter.state ?? ''}
          options={[{ value: '', label: '有效和作废' }, ...STATES]}
          onChange={(state) => change({ state })}
        />
        <ListSearch value={filter.q ?? ''} onSearch={search} placeholder="按编号或申请人查找" />
        <span className="quiet" data-testid="register-count">
          {pages.first && `共 ${pages.first.total} 号,其中作废 ${pages.first.voided} 号`}
        </span>
      </div>
      <GapReport kind={filter.kind} year={filter.year ?? thisYear} />
      <ListStates pages={pages} empty={<EmptyState title="登记簿中没有符合条件的编号">可以更换年度或者清除条件</EmptyState>}>
        {(items) => <RegisterTable items={items} onVoid={session.rights.includes('register:void') ? setVoiding : undefined} />}
      </ListStates>
      {voiding && <VoidDialog entry={voiding} onClose={() => setVoiding(null)} onDone={pages.reload} />}
    </div>
  )
}

function filterOf(params: URLSearchParams): RegisterFilter {
  const year = Number(params.get('year'))
  return {
    kind: KINDS.find(({ key }) => key === params.get('kind'))?.key ?? 'document',
    type: params.get('type') ?? undefined,
    year: Number.isInteger(year) && year > 0 ? year : undefined,
    state: params.get('state') ?? undefined,
    q: params.get('q') ?? undefined,
  }
}
