import { REPORT_FORMATS, REPORT_KINDS, REPORT_PERIODS } from '@lianban/processes/labels'
import { App, Button, Space, Table } from 'antd'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router-dom'
import { reportApi, reportPaths, type Report } from '../../api/reports.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useAct } from '../../hooks/use-act.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { minuteText } from '../../time.ts'
import { ReportDialog } from './report-dialog.tsx'
import { ReportRuns } from './report-runs.tsx'
import { scheduleText } from './schedule-text.ts'
import '../../components/desk.css'

/** Reports that are made again and again, and what was made. */
export function Component() {
  const { data, error, loading, reload } = useResource<{ items: Report[] }>(reportPaths.reports)
  const [search] = useSearchParams()
  const { rights } = useSession()
  const [isNew, setNew] = useState(false)
  const [version, setVersion] = useState(0)
  useTitle('定期报告')
  const changed = () => {
    reload()
    setVersion((now) => now + 1)
  }
  const shown = search.get('report') ?? undefined
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">定期报告</h1>
        <Button onClick={changed}>刷新</Button>
        {rights.includes('report:define') && (
          <Button type="primary" onClick={() => setNew(true)} data-testid="new-report">
            设置定期报告
          </Button>
        )}
      </div>
      {loading && <TableSkeleton />}
      {!data && error && <ErrorResult error={error} onRetry={reload} />}
      {data?.items.length === 0 && (
        <EmptyState title="还没有定期报告">设置后由系统按时生成统计报告,通知有权查看的人员,并保存在这里供下载</EmptyState>
      )}
      {data && data.items.length > 0 && (
        <>
          <ReportTable items={data.items} changed={changed} />
          <ReportRuns reportId={shown} name={data.items.find(({ id }) => id === shown)?.name} version={version} />
        </>
      )}
      {isNew && <ReportDialog onClose={() => setNew(false)} onSaved={changed} />}
    </div>
  )
}

function ReportTable({ items, changed }: { items: Report[]; changed: () => void }) {
  return (
    <div className="card flush gap-below">
      <Table<Report>
        rowKey="id"
        size="small"
        pagination={false}
        scroll={{ x: 960 }}
        dataSource={items}
        columns={[
          {
            title: '名称',
            key: 'name',
            className: 'break',
            render: (_, row) => (
              <>
                <Link to={`/reports?report=${encodeURIComponent(row.id)}`}>{row.name}</Link>
                <div className="quiet">{row.ownerName}设置</div>
              </>
            ),
          },
          {
            title: '内容',
            key: 'kind',
            width: 230,
            render: (_, { definition: { kind, period }, organName }) => (
              <>
                {REPORT_KINDS[kind]}
                <div className="quiet">
                  {organName ?? '全县'}
                  {kind !== 'overdue' && ` · ${REPORT_PERIODS[period]}`}
                </div>
              </>
            ),
          },
          {
            title: '生成时间',
            key: 'schedule',
            width: 220,
            render: (_, { definition, nextAt }) => (
              <>
                {scheduleText(definition.schedule)}
                <div className="quiet">{nextAt === null ? '已停止' : `下次 ${minuteText(nextAt)}`}</div>
              </>
            ),
          },
          {
            title: '格式',
            key: 'formats',
            width: 100,
            render: (_, row) => row.definition.formats.map((format) => REPORT_FORMATS[format]).join('、'),
          },
          { title: '操作', key: 'deeds', width: 180, render: (_, row) => <Deeds report={row} changed={changed} /> },
        ]}
      />
    </div>
  )
}

function Deeds({ report, changed }: { report: Report; changed: () => void }) {
  const { modal } = App.useApp()
  const { rights } = useSession()
  const act = useAct(changed)
  if (!rights.includes('report:define')) return null
  const stop = () =>
    modal.confirm({
      title: `停止“${report.name}”`,
      content: '以后不再生成;已生成的报告仍可下载。本操作记入监察日志。',
      okText: '停止',
      okButtonProps: { danger: true },
      cancelText: '取消',
      onOk: () => act(() => reportApi.stop(report.id), '已停止'),
    })
  return (
    <Space>
      <Button
        size="small"
        onClick={() => void act(() => reportApi.makeNow(report.id), '已开始生成,完成后通知接收人')}
        data-testid={`make-${report.name}`}
      >
        立即生成
      </Button>
      {report.nextAt !== null && (
        <Button size="small" danger onClick={stop}>
          停止
        </Button>
      )}
    </Space>
  )
}
