import { Button, Segmented, Table, Tag } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useCallback, useState } from 'react'
import { Link, useSearchParams } from 'react-router-dom'
import { ARCHIVE_STATES, archivePaths, archivesApi, type ArchiveItem, type ArchivePage } from '../../api/archives.ts'
import { download } from '../../api/client.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { ListSearch } from '../../components/list-search.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { minuteText } from '../../time.ts'
import '../../components/desk.css'
import './archives.css'

/** Archives of an organ 档案, failed ones first: there somebody has to do something. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const session = useSession()
  const filter = { state: params.get('state') ?? '', q: params.get('q') ?? '' }
  const pages = usePages<ArchiveItem, ArchivePage>(archivePaths.list(filter))
  const [busyWith, setBusyWith] = useState<string | null>(null)
  const act = useAttempt(async (caseId: string, deed: 'archive' | 'download') => {
    if (deed === 'download') return download(archivePaths.package(caseId))
    await archivesApi.archive(caseId)
    pages.reload()
  })
  useTitle('档案')
  const set = (change: Partial<typeof filter>) =>
    setParams(Object.fromEntries(Object.entries({ ...filter, ...change }).filter(([, value]) => value)), { replace: true })
  const search = useCallback(
    (q: string) =>
      setParams((before) => ({ ...(before.get('state') ? { state: before.get('state')! } : {}), ...(q ? { q } : {}) }), { replace: true }),
    [setParams],
  )
  const counts = pages.first?.counts
  const run = async (caseId: string, deed: 'archive' | 'download') => {
    setBusyWith(`${deed} ${caseId}`)
    await act.run(caseId, deed)
    setBusyWith(null)
  }
  const caseAddress = session.desks.includes('clerk') ? '/cases/' : '/supervision/cases/'
  return (
    <div className="page">
      <div className="page-head">
        <h1>档案</h1>
        <Segmented
          options={[
            { value: '', label: '全部' },
            { value: 'failed', label: counts?.failed ? `检测未通过 ${counts.failed}` : '检测未通过' },
            { value: 'archived', label: '已归档' },
          ]}
          value={filter.state}
          onChange={(state) => set({ state })}
          aria-label="按状态筛选"
          data-testid="archive-state"
        />
        <span className="grow" />
        <ListSearch value={filter.q} onSearch={search} placeholder="按办件编号或申请人查找" />
      </div>
      <ErrorNote error={act.error} />
      <ListStates
        pages={pages}
        empty={
          <EmptyState title="没有符合条件的档案">{filter.q || filter.state ? '可以更换条件' : '办件办结后自动归档,出现在这里'}</EmptyState>
        }
      >
        {(items) => (
          <div className="card flush desk-table">
            <Table<ArchiveItem>
              rowKey="caseId"
              columns={columnsOf(caseAddress, busyWith, (caseId, deed) => void run(caseId, deed))}
              dataSource={items}
              pagination={false}
              scroll={{ x: 1000 }}
              onRow={({ archiveNo }) => ({ 'data-testid': `archive-${archiveNo}` }) as object}
            />
          </div>
        )}
      </ListStates>
    </div>
  )
}

type Run = (caseId: string, deed: 'archive' | 'download') => void

const columnsOf = (caseAddress: string, busyWith: string | null, run: Run): ColumnsType<ArchiveItem> => [
  {
    title: '状态',
    key: 'state',
    width: 250,
    render: (_, { state, tests }) => (
      <>
        <Tag color={ARCHIVE_STATES[state].colour}>{ARCHIVE_STATES[state].text}</Tag>
        {state === 'failed' && tests && (
          <div className="quiet clamp">
            {tests
              .flatMap(({ problems }) => problems)
              .slice(0, 2)
              .join(';')}
          </div>
        )}
      </>
    ),
  },
  { title: '档号', dataIndex: 'archiveNo', width: 230, render: (no: string) => <code>{no}</code> },
  {
    title: '办件',
    key: 'case',
    render: (_, item) => (
      <>
        <Link className="row-link" to={`${caseAddress}${item.caseId}`}>
          {item.applicantName}
        </Link>
        <div className="quiet">
          {item.matterName} <code>{item.caseNo}</code>
        </div>
      </>
    ),
  },
  {
    title: '归档单位和时间',
    key: 'organ',
    width: 210,
    render: (_, { organName, packedAt, retentionText }) => (
      <>
        {organName}
        <div className="quiet">
          {packedAt === null ? '尚未完成' : minuteText(packedAt)}
          <br />
          保管期限 {retentionText}
        </div>
      </>
    ),
  },
  {
    title: '操作',
    key: 'deeds',
    width: 170,
    render: (_, { caseId, canRetry, sha256 }) => (
      <>
        {canRetry && (
          <Button type="link" size="small" loading={busyWith === `archive ${caseId}`} onClick={() => run(caseId, 'archive')}>
            重新归档
          </Button>
        )}
        {sha256 && (
          <Button type="link" size="small" loading={busyWith === `download ${caseId}`} onClick={() => run(caseId, 'download')}>
            下载
          </Button>
        )}
      </>
    ),
  },
]
