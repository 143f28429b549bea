import { App, Button, Table } from 'antd'
import { api, paths } from '../../api/api.ts'
import type { Incident } from '../../api/cases.ts'
import { CopyCode } from '../../components/copy-code.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { useAct } from '../../hooks/use-act.ts'
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
      <ListStates
        pages={pages}
        empty={<EmptyState title="没有异常任务">自动环节(出具文书等)没有做成时会列在这里,排除原因后重试即可继续</EmptyState>}
      >
        {(items) => <IncidentTable items={items} reload={pages.reload} />}
      </ListStates>
    </div>
  )
}

function IncidentTable({ items, reload }: { items: Incident[]; reload: () => void }) {
  const { modal } = App.useApp()
  const act = useAct(reload)
  const ask = (incident: Incident) =>
    modal.confirm({
      title: `重试“${incident.stepName ?? '本环节'}”`,
      content: '请先排除原因。系统将重新执行这个环节,成功后办件自动继续;仍未成功的,会再次列在这里。本操作记入监察日志。',
      okText: '重试',
      cancelText: '取消',
      onOk: () => act(() => api.retryIncident(incident.id), '已重新执行,成功后办件会自动继续'),
    })
  return (
    <div className="card flush">
      <Table<Incident>
        rowKey="id"
        dataSource={items}
        pagination={false}
        columns={[
          { title: '办件', key: 'case', width: 224, render: (_, row) => <CaseNumber incident={row} /> },
          { title: '事项', dataIndex: 'matterName', width: 140 },
          { title: '环节', dataIndex: 'stepName', width: 170 },
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
          { title: '发生时间', key: 'at', width: 160, render: (_, row) => minuteText(row.at) },
          {
            title: '操作',
            key: 'retry',
            width: 100,
            render: (_, row) => (
              <Button onClick={() => ask(row)} data-testid={`retry-${row.caseNo ?? row.id}`}>
                重试
              </Button>
            ),
          },
        ]}
      />
    </div>
  )
}

function CaseNumber({ incident: { caseNo, caseId } }: { incident: Incident }) {
  const code = caseNo ?? caseId
  return code ? <CopyCode code={code} label="办件编号" /> : <span className="quiet">不属于办件</span>
}
