import { NOTICE_KINDS, WEB_HOOK_EVENTS } from '@lianban/processes/labels'
import { App, Button, Segmented, Select, Table } from 'antd'
import { useSearchParams } from 'react-router-dom'
import { deliveryApi, deliveryPaths, type Delivery, type DeliveryPage, type DeliveryState } from '../../api/deliveries.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { useAct } from '../../hooks/use-act.ts'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { minuteText } from '../../time.ts'
import '../../components/desk.css'

export const DELIVERY_STATES: Record<DeliveryState, string> = { waiting: '待投递', sent: '已送达', dead: '已停止重试', dropped: '不再投递' }
const CHANNELS = { mail: '邮件', 'web-hook': '事件推送' } as const
const TOPICS: Record<string, string> = {
  ...Object.fromEntries(Object.entries(NOTICE_KINDS).map(([kind, { name }]) => [kind, name])),
  ...WEB_HOOK_EVENTS,
  ping: '测试',
}

/** What leaves the house by mail and web hook: on its way, arrived, given up, and sending again. */
export function Component() {
  const [search, setSearch] = useSearchParams()
  const filter = { channel: search.get('channel') ?? '', state: search.get('state') ?? '', target: search.get('target') ?? '' }
  const pages = usePages<Delivery, DeliveryPage>(deliveryPaths.deliveries(filter))
  const change = (patch: Partial<typeof filter>) =>
    setSearch(Object.fromEntries(Object.entries({ ...filter, ...patch }).filter(([, value]) => value !== '')), { replace: true })
  const { modal } = App.useApp()
  const act = useAct(pages.reload)
  const dead = (pages.first?.counts ?? []).filter(({ state }) => state === 'dead').reduce((sum, { count }) => sum + count, 0)
  useTitle('对外投递')
  const resendAll = () =>
    modal.confirm({
      title: `全部重发(${dead} 条)`,
      content: '已停止重试的邮件和事件将重新投递,收件方可能收到较早的内容。本操作记入监察日志。',
      okText: '全部重发',
      cancelText: '取消',
      onOk: () => act(() => deliveryApi.resendDead(), '已重新投递'),
    })
  return (
    <div className="page">
      <div className="page-head">
        <h1>对外投递</h1>
        <Segmented
          options={[{ value: '', label: '全部' }, ...Object.entries(CHANNELS).map(([value, label]) => ({ value, label }))]}
          value={filter.channel}
          onChange={(channel) => change({ channel, target: '' })}
          aria-label="投递方式"
        />
        <Select
          value={filter.state}
          onChange={(state) => change({ state })}
          options={[{ value: '', label: '全部状态' }, ...Object.entries(DELIVERY_STATES).map(([value, label]) => ({ value, label }))]}
          style={{ width: 140 }}
          aria-label="投递状态"
        />
        {filter.target && <Button onClick={() => change({ target: '' })}>显示全部推送地址</Button>}
        <span className="grow" />
        <Button disabled={dead === 0} onClick={resendAll} data-testid="resend-all">
          全部重发{dead > 0 && `(${dead})`}
        </Button>
        <Button onClick={pages.reload}>刷新</Button>
      </div>
      <ListStates pages={pages} empty={<EmptyState title="没有投递记录">通知邮件和推送的事件会列在这里</EmptyState>}>
        {(items) => <DeliveryTable items={items} reload={pages.reload} />}
      </ListStates>
    </div>
  )
}

function DeliveryTable({ items, reload }: { items: Delivery[]; reload: () => void }) {
  const act = useAct(reload)
  return (
    <div className="card flush">
      <Table<Delivery>
        rowKey="id"
        size="small"
        dataSource={items}
        pagination={false}
        scroll={{ x: 900 }}
        columns={[
          { title: '产生时间', key: 'at', width: 150, render: (_, row) => minuteText(row.createdAt) },
          { title: '方式', key: 'channel', width: 90, render: (_, row) => CHANNELS[row.channel] },
          {
            title: '内容',
            key: 'title',
            className: 'break',
            render: (_, row) => (
              <>
                {TOPICS[row.topic] ?? '其他'}
                <div className="quiet">{row.title}</div>
              </>
            ),
          },
          { title: '状态', key: 'state', width: 320, className: 'break', render: (_, row) => <StateOf delivery={row} /> },
          {
            title: '操作',
            key: 'again',
            width: 90,
            render: (_, row) =>
              (row.state === 'dead' || row.state === 'sent') && (
                <Button size="small" onClick={() => void act(() => deliveryApi.resend(row.id), '已重新投递')}>
                  重发
                </Button>
              ),
          },
        ]}
      />
    </div>
  )
}

/** Where it stands, what the other house answered, and what comes next. */
export function StateOf({ delivery: { state, attempts, sentAt, nextAt, status, error } }: { delivery: Delivery }) {
  return (
    <>
      {DELIVERY_STATES[state]}
      {sentAt !== null && state === 'sent' && ` ${minuteText(sentAt)}`}
      {status !== null && <span className="quiet"> · 对方答复 {status}</span>}
      {attempts > 0 && <span className="quiet"> · 已试 {attempts} 次</span>}
      {error && <div className="quiet">{error}</div>}
      {state === 'waiting' && nextAt !== null && attempts > 0 && <div className="quiet">下次 {minuteText(nextAt)}</div>}
    </>
  )
}
