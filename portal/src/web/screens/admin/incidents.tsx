import { App, Button, Table } from 'antd'
import { useState } from 'react'
import { api, paths } from '../../api/api.ts'
import { asApiError } from '../../api/api-error.ts'
import type { Incident } from '../../api/types.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { minuteText } from '../../time.ts'
import '../../components/desk.css'

/** Cases that stand still because a machine could not go on: why, since when, and try again. */
export function Component() {
  const pages = usePages<Incident>(paths.incidents)
  useTitle('异常任务')
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">异常任务</h1>
        <Button onClick={pages.reload}>刷新</Button>
      </div>
      <ListStates pages={pages} empty={<EmptyState title="没有异常任务">自动环节(出具文书等)没有做成时会列在这里,排除原因后重试即可继续</EmptyState>}>
        {(items) => <IncidentTable items={items} reload={pages.reload} />}
      </ListStates>
    </div>
  )
}

function IncidentTable({ items, reload }: { items: Incident[]; reload: () => void }) {
  const { message } = App.useApp()
  const [busy, setBusy] = useState<string | null>(null)
  const retry = async (incident: Incident) => {
    setBusy(incident.id)
    try {
      await api.retryIncident(incident.id)
      message.success('已重新执行,成功后办件会自动继续')
    } catch (thrown) {
      message.warning(asApiError(thrown).message)
    } finally {
      setBusy(null)
      reload()
    }
  }
  return (
    <div className="card flush">
      <Table<Incident>
        rowKey="id"
        dataSource={items}
        pagination={false}
        columns={[
          { title: '办件', key: 'case', width: 210, render: (_, row) => <code>{row.caseNo ?? row.caseId ?? '无'}</code> },
          { title: '事项', dataIndex: 'matterName', width: 160 },
          { title: '环节', dataIndex: 'stepName', width: 150 },
          {
            title: '原因',
            key: 'message',
            render: (_, row) => (
              <>
                {row.message}
                <div>
                  <small className="quiet">{row.code}</small>
                </div>
              </>
            ),
          },
          { title: '发生时间', key: 'at', width: 150, render: (_, row) => minuteText(row.at) },
          {
            title: '操作',
            key: 'retry',
            width: 100,
            render: (_, row) => (
              <Button loading={busy === row.id} disabled={busy !== null} onClick={() => void retry(row)} data-testid={`retry-${row.caseNo ?? row.id}`}>
                重试
              </Button>
            ),
          },
        ]}
      />
    </div>
  )
}
