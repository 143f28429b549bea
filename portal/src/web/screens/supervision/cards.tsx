import { CARD_OUTCOME_TEXTS, CARD_STATE_TEXTS, COLOUR_TEXTS } from '@lianban/processes/labels'
import { Button, Segmented, Table } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router-dom'
import { supervisionPaths, type CardSummary } from '../../api/supervision.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Lamp } from '../../components/lamp.tsx'
import { ListSearch } from '../../components/list-search.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { minuteText } from '../../time.ts'
import { CardProposal } from './card-proposal.tsx'
import '../../components/desk.css'

const VIEWS = [
  { value: 'open', label: '待处理' },
  { value: 'closed', label: '已归档' },
  { value: 'all', label: '全部' },
]
const COLOURS = [
  { value: '', label: '全部牌色' },
  ...Object.entries(COLOUR_TEXTS)
    .reverse()
    .map(([value, label]) => ({ value, label })),
]

/** The card desk: cards by state and colour, each opens to its page. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const session = useSession()
  const [proposing, setProposing] = useState(false)
  const navigate = useNavigate()
  const filter = {
    view: params.get('view') ?? 'open',
    colour: params.get('colour') ?? '',
    urged: params.get('urged') ?? '',
    q: params.get('q') ?? '',
  }
  const pages = usePages<CardSummary>(supervisionPaths.cards(filter))
  useTitle('监察牌')
  const set = (change: Partial<typeof filter>) =>
    setParams(Object.fromEntries(Object.entries({ ...filter, urged: '', ...change }).filter(([, value]) => value)), { replace: true })
  return (
    <div className="page">
      <div className="page-head">
        <h1>监察牌</h1>
        <Segmented options={VIEWS} value={filter.view} onChange={(view) => set({ view })} aria-label="按状态筛选" data-testid="card-view" />
        <Segmented options={COLOURS} value={filter.colour} onChange={(colour) => set({ colour })} aria-label="按牌色筛选" />
        <span className="grow" />
        <ListSearch value={filter.q} onSearch={(q) => set({ q })} placeholder="按牌号、办件编号或标题查找" />
        {session.rights.includes('card:issue') && (
          <Button type="primary" onClick={() => setProposing(true)} data-testid="propose-card">
            提出发牌
          </Button>
        )}
      </div>
      {filter.urged && <p className="quiet">只显示督办中的监察牌</p>}
      <ListStates
        pages={pages}
        empty={
          <EmptyState title="没有符合条件的监察牌">
            {filter.view === 'open' ? '没有需要处理的监察牌,可以选择“全部”查看历史' : '可以更换筛选条件'}
          </EmptyState>
        }
      >
        {(items) => (
          <div className="card flush desk-table opens">
            <Table<CardSummary>
              rowKey="id"
              columns={COLUMNS}
              dataSource={items}
              pagination={false}
              scroll={{ x: 1000 }}
              onRow={(row) =>
                ({ onClick: () => void navigate(`/supervision/cards/${row.id}`), 'data-testid': `card-row-${row.rule.id}` }) as object
              }
            />
          </div>
        )}
      </ListStates>
      {proposing && <CardProposal onCancel={() => setProposing(false)} onDone={(id) => void navigate(`/supervision/cards/${id}`)} />}
    </div>
  )
}

const COLUMNS: ColumnsType<CardSummary> = [
  { title: '牌色', key: 'colour', width: 96, render: (_, row) => <Lamp lamp={row.urged ? 'supervised' : row.colour} /> },
  {
    title: '情形',
    key: 'title',
    render: (_, row) => (
      <>
        <Link className="row-link" to={`/supervision/cards/${row.id}`} onClick={(event) => event.stopPropagation()}>
          {row.title}
        </Link>
        <div className="quiet clamp">{row.text}</div>
      </>
    ),
  },
  {
    title: '单位和办件',
    key: 'organ',
    width: 220,
    render: (_, row) => (
      <>
        {row.organName ?? '全县'}
        <div className="quiet">{row.caseNo ? <code>{row.caseNo}</code> : '不涉及单个办件'}</div>
      </>
    ),
  },
  {
    title: '状态',
    key: 'state',
    width: 210,
    render: (_, row) => (
      <>
        {row.state === 'closed' ? (CARD_OUTCOME_TEXTS[row.outcome ?? ''] ?? '已归档') : CARD_STATE_TEXTS[row.state]}
        {row.replyDueAt !== null && row.state !== 'closed' && <div className="quiet">{minuteText(row.replyDueAt)} 前回复</div>}
      </>
    ),
  },
  {
    title: '牌号和时间',
    key: 'no',
    width: 180,
    render: (_, row) => (
      <>
        <code>{row.cardNo}</code>
        <div className="quiet">{row.issuedAt === null ? '未发出' : minuteText(row.issuedAt)}</div>
      </>
    ),
  },
]
