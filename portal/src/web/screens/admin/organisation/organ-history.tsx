import { App, Button, Input, Table, Tag } from 'antd'
import { organisation, organisationPaths, type OrganChange } from '../../../api/organisation.ts'
import { asApiError } from '../../../api/api-error.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ErrorResult } from '../../../components/error-result.tsx'
import { TableSkeleton } from '../../../components/table-skeleton.tsx'
import { useResource } from '../../../hooks/use-resource.ts'
import { minuteText } from '../../../time.ts'
import { CHANGE_NAMES, STATE_NAMES } from './words.ts'

interface History {
  items: OrganChange[]
  names: Record<string, string>
}

const TAG_COLORS = { planned: 'processing', done: 'default', cancelled: 'default' } as const

/** What happened to the organs and what is planned; a planned change can be taken back. */
export function OrganHistory({ version, mayWrite, onChanged }: { version: number; mayWrite: boolean; onChanged: () => void }) {
  const { data, error, loading, reload } = useResource<History>(organisationPaths.changes, version)
  if (loading) return <TableSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  if (data.items.length === 0)
    return <EmptyState title="还没有变更记录">更名、合并、拆分、撤销等登记后列在这里,旧名称按日期保留</EmptyState>
  const cancelled = () => {
    reload()
    onChanged()
  }
  return (
    <div className="card flush">
      <Table<OrganChange>
        rowKey="id"
        className="desk-table"
        dataSource={data.items}
        pagination={false}
        scroll={{ x: 900 }}
        columns={[
          { title: '生效日期', dataIndex: 'on', width: 120 },
          { title: '状态', key: 'state', width: 90, render: (_, { state }) => <Tag color={TAG_COLORS[state]}>{STATE_NAMES[state]}</Tag> },
          { title: '变更', key: 'kind', width: 100, render: (_, { kind }) => CHANGE_NAMES[kind] },
          { title: '内容', key: 'what', render: (_, change) => whatText(change, data.names) },
          { title: '依据', dataIndex: 'reason', width: 220 },
          { title: '登记', key: 'by', width: 170, render: (_, { byName, createdAt }) => `${byName} ${minuteText(createdAt)}` },
          ...(mayWrite
            ? [
                {
                  title: '操作',
                  key: 'cancel',
                  width: 90,
                  render: (_: unknown, change: OrganChange) => change.state === 'planned' && <Cancel change={change} onDone={cancelled} />,
                },
              ]
            : []),
        ]}
      />
    </div>
  )
}

function whatText({ kind, organId, details }: OrganChange, names: Record<string, string>): string {
  const name = (id: string | null | undefined) => (id ? (names[id] ?? id) : '无上级')
  if (kind === 'create') return `${details.name ?? name(organId)}`
  if (kind === 'rename') return `${details.before ?? ''} 更名为 ${details.name ?? ''}`
  if (kind === 'move') return `${name(organId)}:由 ${name(details.before)} 改隶 ${name(details.parentId)}`
  if (kind === 'merge') return `${(details.sources ?? []).map(name).join('、')} 并入 ${name(details.heir)}`
  if (kind === 'split') return `${name(organId)} 拆分,在办事项由 ${name(details.heir)} 承接`
  return name(organId)
}

function Cancel({ change, onDone }: { change: OrganChange; onDone: () => void }) {
  const { modal, message } = App.useApp()
  const ask = () => {
    let reason = ''
    modal.confirm({
      title: `取消 ${change.on} 的${CHANGE_NAMES[change.kind]}`,
      content: (
        <Input.TextArea
          rows={3}
          maxLength={500}
          placeholder="取消的理由(记入监察日志)"
          onChange={({ target }) => (reason = target.value)}
        />
      ),
      okText: '取消该变更',
      cancelText: '返回',
      onOk: async () => {
        try {
          await organisation.cancelChange(change.id, reason)
          onDone()
        } catch (thrown) {
          message.error(asApiError(thrown).message)
          throw thrown
        }
      },
    })
  }
  return (
    <Button size="small" onClick={ask}>
      取消
    </Button>
  )
}
