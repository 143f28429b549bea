import { App, Button, DatePicker, Form, Input, InputNumber, Modal, Select, Table, Tag } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useCallback, useState } from 'react'
import { paths } from '../../api/api.ts'
import { rightsApi, rightsPaths, type Delegation, type NewDelegation, type Person } from '../../api/rights.ts'
import type { MatterSummary } from '../../api/matters.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useAct } from '../../hooks/use-act.ts'
import { useOnce } from '../../hooks/use-once.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { minuteText } from '../../time.ts'
import '../../components/desk.css'
import './rights.css'

const STATUS = {
  proposed: { text: '待对方接受', color: 'processing' },
  scheduled: { text: '未到开始时间', color: 'default' },
  active: { text: '代理中', color: 'success' },
  expired: { text: '已到期', color: 'default' },
  declined: { text: '对方未接受', color: 'warning' },
  revoked: { text: '已撤销', color: 'default' },
} as const
const MAX_DAYS = 30
const FEN_PER_YUAN = 100

/** Delegation 委托代理: what I entrusted to others, and what others entrusted to me. */
export function Component() {
  useTitle('委托代理')
  const { user } = useSession()
  const list = useResource<{ items: Delegation[] }>(rightsPaths.delegations)
  const { data: matters } = useResource<{ items: MatterSummary[] }>(paths.matters)
  const [isOpen, setOpen] = useState(false)
  const items = list.data?.items ?? []
  const nameOf = (key: string) => matters?.items.find((matter) => matter.key === key)?.name ?? key
  const part = (title: string, empty: string, rows: Delegation[]) => (
    <section className="gap-below">
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <div className="card">
          <EmptyState title={empty} />
        </div>
      ) : (
        <DelegationTable rows={rows} nameOf={nameOf} reload={list.reload} />
      )}
    </section>
  )
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">委托代理</h1>
        <Button type="primary" onClick={() => setOpen(true)} data-testid="new-delegation">
          委托他人
        </Button>
      </div>
      {list.loading && <TableSkeleton />}
      {!list.data && list.error && <ErrorResult error={list.error} onRetry={list.reload} />}
      {list.data &&
        part(
          '委托我代理的',
          '没有人委托您代理',
          items.filter(({ delegate }) => delegate.userId === user.id),
        )}
      {list.data &&
        part(
          '我委托他人的',
          '您没有委托他人',
          items.filter(({ principal }) => principal.userId === user.id),
        )}
      {isOpen && (
        <DelegationDialog matters={matters?.items ?? []} onClose={() => setOpen(false)} onDone={list.reload} />
      )}
    </div>
  )
}

function DelegationTable({
  rows,
  nameOf,
  reload,
}: {
  rows: Delegation[]
  nameOf: (key: string) => string
  reload: () => void
}) {
  return (
    <div className="card flush">
      <Table<Delegation>
        rowKey="id"
        dataSource={rows}
        pagination={false}
        scroll={{ x: 900 }}
        columns={[
          { title: '委托人', key: 'principal', width: 110, render: (_, row) => row.principal.name },
          { title: '代理人', key: 'delegate', width: 110, render: (_, row) => row.delegate.name },
          { title: '范围', key: 'scope', render: (_, row) => scopeText(row, nameOf) },
          {
            title: '起止',
            key: 'period',
            width: 200,
            render: (_, row) => (
              <>
                {minuteText(row.startsAt)} 起<br />
                {minuteText(row.endsAt)} 止
              </>
            ),
          },
          { title: '事由', dataIndex: 'reason', width: 180 },
          {
            title: '状态',
            key: 'status',
            width: 120,
            render: (_, row) => <Tag color={STATUS[row.status].color}>{STATUS[row.status].text}</Tag>,
          },
          { title: '操作', key: 'act', width: 150, render: (_, row) => <Actions row={row} reload={reload} /> },
        ]}
      />
    </div>
  )
}

function scopeText({ matters, amountLimitFen }: Delegation, nameOf: (key: string) => string): string {
  const what = matters === null ? '全部事项' : matters.map(nameOf).join('、')
  return amountLimitFen === null ? what : `${what};金额不超过 ${amountLimitFen / FEN_PER_YUAN} 元`
}

function Actions({ row, reload }: { row: Delegation; reload: () => void }) {
  const { user } = useSession()
  const { modal } = App.useApp()
  const isMine = row.delegate.userId === user.id
  const act = useAct(reload)
  const end = (title: string, done: string) =>
    modal.confirm({
      title,
      content: '代理人已签收未办结的任务随即退回岗位待办。本操作记入监察日志。',
      okText: '确定',
      cancelText: '取消',
      onOk: () => act(() => rightsApi.endDelegation(row.id), done),
    })
  if (row.status === 'proposed' && isMine) {
    return (
      <div className="actions">
        <Button
          size="small"
          type="primary"
          onClick={() => void act(() => rightsApi.acceptDelegation(row.id), '已接受,到开始时间即可代为办理')}
          data-testid="accept-delegation"
        >
          接受
        </Button>
        <Button size="small" onClick={() => void act(() => rightsApi.endDelegation(row.id), '已婉拒')}>
          婉拒
        </Button>
      </div>
    )
  }
  if (!['proposed', 'scheduled', 'active'].includes(row.status)) return null
  return (
    <Button
      size="small"
      onClick={() => end(isMine ? `不再代理${row.principal.name}` : `撤销对${row.delegate.name}的委托`, '已撤销')}
    >
      撤销
    </Button>
  )
}

interface Fields {
  delegateId: string
  matters?: string[]
  amountYuan?: number
  period: [Dayjs, Dayjs]
  reason: string
}

function DelegationDialog({
  matters,
  onClose,
  onDone,
}: {
  matters: MatterSummary[]
  onClose: () => void
  onDone: () => void
}) {
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const { data: people } = useResource<{ items: (Person & { posts: string[] })[] }>(rightsPaths.delegationCandidates)
  const work = useCallback((_key: string, delegation: NewDelegation) => rightsApi.delegate(delegation), [])
  const { run, busy, error } = useOnce(work)
  const send = async () => {
    const { delegateId, matters: chosen = [], amountYuan, period, reason } = await form.validateFields()
    const made = await run({
      delegateId,
      matters: chosen.length > 0 ? chosen : null,
      amountLimitFen: amountYuan == null ? null : Math.round(amountYuan * FEN_PER_YUAN),
      startsAt: period[0].valueOf(),
      endsAt: period[1].valueOf(),
      reason,
    })
    if (!made) return
    message.success('已提出,对方接受后生效')
    onDone()
    onClose()
  }
  return (
    <Modal
      open
      title="委托他人代理"
      onCancel={onClose}
      onOk={() => void send()}
      okText="提出委托"
      cancelText="取消"
      confirmLoading={busy}
    >
      <ErrorNote error={error} />
      <p className="quiet">
        对方接受后,可在期限内以您的岗位权限办理,显示为“对方(代您)”。办理时双方都受岗位分离约束;对方不能再转委托。
      </p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ period: [dayjs(), dayjs().add(3, 'day').endOf('day')] }}
      >
        <Form.Item name="delegateId" label="代理人(必填)" rules={[{ required: true, message: '请选择代理人' }]}>
          <Select
            showSearch
            optionFilterProp="label"
            placeholder="本单位人员"
            options={(people?.items ?? []).map(({ userId, name, posts }) => ({
              value: userId,
              label: `${name}(${posts.join(';')})`,
            }))}
          />
        </Form.Item>
        <Form.Item
          name="period"
          label="起止时间(必填)"
          extra={`一次不超过 ${MAX_DAYS} 天`}
          rules={[{ required: true, message: '请选择起止时间' }]}
        >
          <DatePicker.RangePicker
            showTime={{ format: 'HH:mm' }}
            format="YYYY-MM-DD HH:mm"
            className="full-width"
            disabledDate={(day) => day.isBefore(dayjs(), 'day')}
          />
        </Form.Item>
        <div className="form-row">
          <Form.Item name="matters" label="事项" extra="不选即全部事项">
            <Select
              mode="multiple"
              allowClear
              optionFilterProp="label"
              placeholder="全部事项"
              options={matters.map(({ key, name }) => ({ value: key, label: name }))}
            />
          </Form.Item>
          <Form.Item name="amountYuan" label="金额上限(元)" extra="不填即不限;超过上限的决定仍由您办理">
            <InputNumber min={0} precision={2} className="full-width" />
          </Form.Item>
        </div>
        <Form.Item
          name="reason"
          label="事由(必填)"
          rules={[{ required: true, whitespace: true, message: '请填写事由' }]}
        >
          <Input.TextArea rows={2} maxLength={500} showCount />
        </Form.Item>
      </Form>
    </Modal>
  )
}
