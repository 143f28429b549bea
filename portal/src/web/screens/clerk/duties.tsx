import { Button, Segmented, Table, Tabs } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import type { DutyItem } from '../../api/cases.ts'
import { CheckDialog } from '../../components/check-dialog.tsx'
import { DutyDue } from '../../components/duty-due.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { minuteText } from '../../time.ts'
import '../../components/desk.css'

const KINDS = [
  { key: 'debts', label: '容缺材料' },
  { key: 'checks', label: '承诺核查' },
]
const STATES = [
  { value: 'owed', label: '未了结' },
  { value: 'overdue', label: '已逾期' },
  { value: 'done', label: '已了结' },
]

/** What the cases of my organ owe, and the promises that it has to check; earliest due first. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const kind = params.get('kind') === 'checks' ? 'checks' : 'debts'
  const state = STATES.find(({ value }) => value === params.get('state'))?.value ?? 'owed'
  const pages = usePages<DutyItem>(paths.duties(kind, { state }))
  const [asked, setAsked] = useState<DutyItem | null>(null)
  useTitle(kind === 'debts' ? '容缺材料' : '承诺核查')
  const set = (change: { kind?: string; state?: string }) => setParams({ kind, state, ...change }, { replace: true })
  return (
    <div className="page">
      <div className="page-head">
        <h1>容缺和承诺</h1>
        <Tabs className="desk-tabs" activeKey={kind} items={KINDS} onChange={(key) => set({ kind: key })} />
        <span className="grow" />
        <Segmented options={STATES} value={state} onChange={(value) => set({ state: value })} aria-label="按状态筛选" />
      </div>
      <ListStates
        pages={pages}
        empty={
          <EmptyState title={kind === 'debts' ? '没有符合条件的容缺材料' : '没有符合条件的承诺核查'}>
            {kind === 'debts' ? '容缺受理的办件,约定补交的材料会列在这里' : '以告知承诺准予许可的办件,应当核查的承诺会列在这里'}
          </EmptyState>
        }
      >
        {(items) => (
          <div className="card flush desk-table">
            <Table<DutyItem>
              rowKey={({ caseId, materialKey }) => `${caseId} ${materialKey ?? ''}`}
              columns={columnsOf(kind, setAsked)}
              dataSource={items}
              pagination={false}
              scroll={{ x: 960 }}
            />
          </div>
        )}
      </ListStates>
      {asked && (
        <CheckDialog
          caseId={asked.caseId}
          name={asked.applicantName}
          onClose={() => setAsked(null)}
          onDone={() => {
            setAsked(null)
            pages.reload()
          }}
        />
      )}
    </div>
  )
}

const columnsOf = (kind: 'debts' | 'checks', onRecord: (item: DutyItem) => void): ColumnsType<DutyItem> => [
  {
    title: '状态和期限',
    key: 'due',
    width: 220,
    render: (_, row) => (
      <>
        <DutyDue {...row} />
        {row.doneAt !== null && (
          <div className="quiet">
            {minuteText(row.doneAt)} {row.doneBy}
          </div>
        )}
      </>
    ),
  },
  {
    title: kind === 'debts' ? '应补交的材料' : '承诺的内容',
    key: 'what',
    render: (_, row) => (
      <>
        <span className={kind === 'checks' ? 'clamp' : undefined} title={row.what}>
          {row.what}
        </span>
        {row.remark && <div className="quiet clamp">{kind === 'debts' ? `理由:${row.remark}` : `核查:${row.remark}`}</div>}
      </>
    ),
  },
  {
    title: '申请人和事项',
    key: 'applicant',
    width: 260,
    render: (_, row) => (
      <>
        {row.canOpen ? (
          <Link className="row-link" to={`/cases/${row.caseId}`}>
            {row.applicantName}
          </Link>
        ) : (
          row.applicantName
        )}
        <div className="quiet">{row.matterName}</div>
      </>
    ),
  },
  { title: '办件编号', key: 'no', width: 220, render: (_, row) => <code>{row.caseNo}</code> },
  ...(kind === 'checks'
    ? [
        {
          title: '',
          key: 'record',
          width: 130,
          render: (_: unknown, row: DutyItem) =>
            row.canRecord && (
              <Button size="small" onClick={() => onRecord(row)} data-testid={`record-${row.caseNo}`}>
                登记核查结果
              </Button>
            ),
        },
      ]
    : []),
]
