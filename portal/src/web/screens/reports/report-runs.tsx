import { REPORT_FORMATS } from '@lianban/processes/labels'
import { Button, Space, Table } from 'antd'
import { Link } from 'react-router-dom'
import { reportApi, reportPaths, type ReportRun } from '../../api/reports.ts'
import { CopyCode } from '../../components/copy-code.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { useAct } from '../../hooks/use-act.ts'
import { usePages } from '../../hooks/use-pages.ts'
import { useSession } from '../../session.tsx'
import { dateText, dayOf, minuteText, sizeText } from '../../time.ts'

/** What was made, of one report or of all, newest first. */
export function ReportRuns({ reportId, name, version }: { reportId: string | undefined; name: string | undefined; version: number }) {
  const pages = usePages<ReportRun>(reportPaths.runs({ reportId }), version)
  const act = useAct(pages.reload)
  const { rights } = useSession()
  return (
    <section aria-label="已生成的报告">
      <div className="spread gap-below">
        <h2>已生成的报告{name && `:${name}`}</h2>
        {reportId && <Link to="/reports">显示全部报告</Link>}
      </div>
      <ListStates pages={pages} empty={<EmptyState title="还没有生成过报告">到时由系统生成,也可以立即生成</EmptyState>}>
        {(items) => (
          <div className="card flush">
            <Table<ReportRun>
              rowKey="id"
              size="small"
              pagination={false}
              scroll={{ x: 960 }}
              dataSource={items}
              columns={[
                { title: '报告', dataIndex: 'name', className: 'break' },
                {
                  title: '统计期间',
                  key: 'period',
                  width: 250,
                  render: (_, row) => `${dateText(dayOf(row.from))} 至 ${dateText(dayOf(row.to - 1))}`,
                },
                { title: '状态', key: 'state', width: 260, className: 'break', render: (_, row) => <RunState run={row} /> },
                {
                  title: '日志',
                  key: 'log',
                  width: 150,
                  render: (_, row) =>
                    row.logSize === null ? (
                      '—'
                    ) : (
                      <>
                        {row.logSize} 条{row.logRoot && <CopyCode code={row.logRoot} short={6} label="日志根" />}
                      </>
                    ),
                },
                {
                  title: '下载',
                  key: 'files',
                  width: 190,
                  render: (_, row) =>
                    row.state === 'failed' && rights.includes('report:define') ? (
                      <Button size="small" onClick={() => void act(() => reportApi.retry(row.id), '已开始重新生成')}>
                        重新生成
                      </Button>
                    ) : (
                      <Space wrap>
                        {row.files.map(({ format, size }) => (
                          <a key={format} href={reportPaths.file(row.id, format)} download title={sizeText(size)}>
                            {REPORT_FORMATS[format]}
                          </a>
                        ))}
                      </Space>
                    ),
                },
              ]}
            />
          </div>
        )}
      </ListStates>
    </section>
  )
}

function RunState({ run: { state, madeAt, told, error } }: { run: ReportRun }) {
  if (state === 'done')
    return (
      <>
        {minuteText(madeAt!)} 生成<div className="quiet">已通知 {told ?? 0} 人</div>
      </>
    )
  return (
    <>
      {state === 'failed' ? '未能生成' : '正在生成'}
      {error && <div className="quiet">{error}</div>}
    </>
  )
}
