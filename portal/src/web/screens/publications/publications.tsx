import { Button, Segmented, Table, Tag } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useCallback, useState } from 'react'
import { useSearchParams } from 'react-router-dom'
import { PUBLICATION_STATES, publicationPaths, publicationsApi, type Publication, type PublicationPage } from '../../api/publications.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListSearch } from '../../components/list-search.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { minuteText } from '../../time.ts'
import { CorrectionDialog } from './correction-dialog.tsx'
import '../../components/desk.css'
import './publications.css'

const STATES = [{ value: '', label: '全部' }, ...Object.entries(PUBLICATION_STATES).map(([value, { text }]) => ({ value, label: text }))]

/** 公示管理: what was published, what was not and why; the supervisor puts right what is wrong. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const session = useSession()
  const filter = { state: params.get('state') ?? '', q: params.get('q') ?? '' }
  const pages = usePages<Publication, PublicationPage>(publicationPaths.list(filter))
  const [deed, setDeed] = useState<{ kind: 'correct' | 'withdraw'; item: Publication } | null>(null)
  useTitle('公示管理')
  const set = (change: Partial<typeof filter>) =>
    setParams(Object.fromEntries(Object.entries({ ...filter, ...change }).filter(([, value]) => value)), { replace: true })
  const search = useCallback(
    (q: string) =>
      setParams((before) => ({ ...(before.get('state') ? { state: before.get('state')! } : {}), ...(q ? { q } : {}) }), { replace: true }),
    [setParams],
  )
  const close = () => setDeed(null)
  const done = () => {
    close()
    pages.reload()
  }
  return (
    <div className="page">
      <div className="page-head">
        <h1>公示管理</h1>
        <Segmented options={STATES} value={filter.state} onChange={(state) => set({ state })} aria-label="按状态筛选" />
        <span className="grow" />
        <ListSearch value={filter.q} onSearch={search} placeholder="按名称、文书号或许可编号查找" />
        <Button href="/publicity" target="_blank">
          查看公示页
        </Button>
      </div>
      <ListStates
        pages={pages}
        empty={
          <EmptyState title="没有符合条件的公示信息">
            {filter.q || filter.state ? '可以更换条件' : '作出许可决定后自动公示,出现在这里'}
          </EmptyState>
        }
      >
        {(items) => (
          <div className="card flush desk-table publication-table">
            <Table<Publication>
              rowKey="id"
              columns={columnsOf(session.rights.includes('publication:correct') ? setDeed : undefined)}
              dataSource={items}
              pagination={false}
              scroll={{ x: 1000 }}
              expandable={{
                showExpandColumn: items.some(({ changes }) => changes.length > 0),
                rowExpandable: ({ changes }) => changes.length > 0,
                expandedRowRender: ({ changes }) => <Changes changes={changes} />,
              }}
              onRow={({ documentNumber }) => ({ 'data-testid': `publication-${documentNumber}` }) as object}
            />
          </div>
        )}
      </ListStates>
      {deed?.kind === 'correct' && <CorrectionDialog item={deed.item} onCancel={close} onDone={done} />}
      {deed?.kind === 'withdraw' && (
        <DeedDialog
          title="撤下公示"
          danger
          consequence={`公众不再能查到 ${deed.item.documentNumber}。原内容、撤下人和理由保留,并记入监察日志;撤下后不能恢复。`}
          reasonLabel="撤下理由"
          run={(reason) => publicationsApi.withdraw(deed.item.id, { version: deed.item.version, reason })}
          onCancel={close}
          onDone={done}
        />
      )}
    </div>
  )
}

function Changes({ changes }: Pick<Publication, 'changes'>) {
  return (
    <ul className="publication-changes">
      {changes.map(({ deed, at, byName, reason, fields }) => (
        <li key={at}>
          {minuteText(at)} {byName}
          {deed === 'correct' ? '更正' : '撤下'}:{reason}
          {fields.map(({ field, label, before, after }) => (
            <div key={field} className="quiet">
              {label}:{before ?? '(空)'} → {after ?? '(空)'}
            </div>
          ))}
        </li>
      ))}
    </ul>
  )
}

type Choose = (deed: { kind: 'correct' | 'withdraw'; item: Publication }) => void

const columnsOf = (choose: Choose | undefined): ColumnsType<Publication> => [
  {
    title: '状态',
    key: 'state',
    width: 170,
    render: (_, { state, stateReason, late, version }) => (
      <>
        <Tag color={PUBLICATION_STATES[state].colour}>{PUBLICATION_STATES[state].text}</Tag>
        {late && <Tag color="error">逾期</Tag>}
        {stateReason && <div className="quiet">{stateReason}</div>}
        {version > 1 && state === 'public' && <div className="quiet">已更正</div>}
      </>
    ),
  },
  {
    title: '行政相对人',
    key: 'holder',
    render: (_, { holderName, holderKind, holderCode }) => (
      <>
        {holderName}
        <div className="quiet">
          {holderKind} {holderCode && <code>{holderCode}</code>}
        </div>
      </>
    ),
  },
  {
    title: '决定',
    key: 'decision',
    width: 280,
    render: (_, { kindText, matterName, documentNumber, licenceNo }) => (
      <>
        {kindText}:{matterName}
        <div className="quiet">
          {documentNumber}
          {licenceNo && (
            <>
              {' '}
              <code>{licenceNo}</code>
            </>
          )}
        </div>
      </>
    ),
  },
  {
    title: '许可机关和日期',
    key: 'organ',
    width: 200,
    render: (_, { organName, decidedOn, publishedAt }) => (
      <>
        {organName}
        <div className="quiet">{decidedOn} 决定</div>
        <div className="quiet">{minuteText(publishedAt)} 公示</div>
      </>
    ),
  },
  ...(choose
    ? [
        {
          title: '操作',
          key: 'deeds',
          width: 130,
          render: (_: unknown, item: Publication) =>
            item.state === 'public' && (
              <>
                <Button type="link" size="small" onClick={() => choose({ kind: 'correct', item })}>
                  更正
                </Button>
                <Button type="link" size="small" danger onClick={() => choose({ kind: 'withdraw', item })}>
                  撤下
                </Button>
              </>
            ),
        },
      ]
    : []),
]
