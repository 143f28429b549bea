import { Alert, App, Button, Form, Input, Modal, Radio, Table, Tabs, Tag } from 'antd'
import { useCallback, useState } from 'react'
import { Link, useNavigate } from 'react-router-dom'
import { rightsApi, rightsPaths, type EmergencyAccess } from '../../api/rights.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useOnce } from '../../hooks/use-once.ts'
import { usePages } from '../../hooks/use-pages.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { minuteText } from '../../time.ts'
import '../../components/desk.css'
import './rights.css'

const OUTCOME = { justified: '事由成立', unjustified: '事由不成立' } as const

/** Emergency access 应急访问: open it to one case, and judge what others opened. */
export function Component() {
  useTitle('应急访问')
  const { rights } = useSession()
  const mayReview = rights.includes('emergency-access:review')
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">应急访问</h1>
      </div>
      {mayReview ? <Reviews /> : <Own />}
    </div>
  )
}

function Own() {
  const [isOpen, setOpen] = useState(false)
  const own = useResource<{ items: EmergencyAccess[] }>(rightsPaths.ownEmergencies)
  return (
    <>
      <Alert
        type="warning"
        showIcon
        className="gap-below"
        message="只用于紧急情况"
        description="凭动态口令和事由,可在两小时内查阅一件本不归您办理的办件。启用时即告知承办单位负责人、安全管理员和纪检监察,每次查阅都有记录,并须事后复核。"
        action={
          <Button danger onClick={() => setOpen(true)} data-testid="open-emergency">
            启用应急访问
          </Button>
        }
      />
      {own.loading && <TableSkeleton />}
      {!own.data && own.error && <ErrorResult error={own.error} onRetry={own.reload} />}
      {own.data && (own.data.items.length === 0 ? <EmptyState title="您没有启用过应急访问" /> : <AccessTable items={own.data.items} />)}
      {isOpen && <OpenDialog onClose={() => setOpen(false)} onOpened={own.reload} />}
    </>
  )
}

function OpenDialog({ onClose, onOpened }: { onClose: () => void; onOpened: () => void }) {
  const navigate = useNavigate()
  const [form] = Form.useForm<{ caseNo: string; reason: string; code: string }>()
  const work = useCallback((_key: string, body: { caseNo: string; reason: string; code: string }) => rightsApi.openEmergency(body), [])
  const { run, busy, error } = useOnce(work)
  const open = async () => {
    const opened = await run(await form.validateFields())
    if (!opened) return
    onOpened()
    await navigate(`/cases/${opened.caseId}`)
  }
  return (
    <Modal
      open
      title="启用应急访问"
      maskClosable={false}
      onCancel={onClose}
      onOk={() => void open()}
      okText="启用"
      okButtonProps={{ danger: true }}
      cancelText="取消"
      confirmLoading={busy}
    >
      <ErrorNote error={error} />
      <Form form={form} layout="vertical" requiredMark={false}>
        <Form.Item name="caseNo" label="办件编号(必填)" rules={[{ required: true, whitespace: true, message: '请填写办件编号' }]}>
          <Input maxLength={64} />
        </Form.Item>
        <Form.Item name="reason" label="事由(必填)" rules={[{ required: true, whitespace: true, message: '请写明紧急事由' }]}>
          <Input.TextArea rows={3} maxLength={500} showCount />
        </Form.Item>
        <Form.Item
          name="code"
          label="动态口令(必填)"
          extra="验证器上的六位数字;未绑定的,先到“账号与安全”绑定"
          rules={[{ required: true, message: '请输入动态口令' }]}
        >
          <Input maxLength={16} inputMode="numeric" autoComplete="one-time-code" />
        </Form.Item>
      </Form>
    </Modal>
  )
}

function Reviews() {
  const [tab, setTab] = useState('open')
  const [judged, setJudged] = useState<EmergencyAccess | null>(null)
  const pages = usePages<EmergencyAccess>(rightsPaths.emergencies(tab === 'open'))
  return (
    <>
      <Tabs
        className="desk-tabs gap-below"
        activeKey={tab}
        onChange={setTab}
        items={[
          { key: 'open', label: '待复核' },
          { key: 'all', label: '全部' },
        ]}
      />
      <ListStates
        pages={pages}
        empty={
          <EmptyState title={tab === 'open' ? '没有待复核的应急访问' : '没有应急访问'}>
            启用后一个工作日内应当复核,逾期的由监察规则发牌
          </EmptyState>
        }
      >
        {(items) => <AccessTable items={items} onReview={setJudged} />}
      </ListStates>
      {judged && <ReviewDialog access={judged} onClose={() => setJudged(null)} onDone={pages.reload} />}
    </>
  )
}

function AccessTable({ items, onReview }: { items: EmergencyAccess[]; onReview?: (access: EmergencyAccess) => void }) {
  const { user } = useSession()
  return (
    <div className="card flush">
      <Table<EmergencyAccess>
        rowKey="id"
        dataSource={items}
        pagination={false}
        scroll={{ x: 1060 }}
        columns={[
          { title: '人员', key: 'user', width: 90, render: (_, row) => row.user.name },
          { title: '办件', key: 'case', width: 190, render: (_, row) => <CaseOf access={row} /> },
          { title: '事由', dataIndex: 'reason' },
          { title: '启用', key: 'opened', width: 160, render: (_, row) => minuteText(row.openedAt) },
          { title: '失效', key: 'expires', width: 160, render: (_, row) => minuteText(row.expiresAt) },
          {
            title: '复核',
            key: 'review',
            width: 220,
            render: (_, row) =>
              row.review ? (
                <>
                  <Tag color={row.review.outcome === 'justified' ? 'success' : 'error'}>{OUTCOME[row.review.outcome]}</Tag>
                  <div className="quiet">
                    {row.review.by.name}:{row.review.note}
                  </div>
                </>
              ) : onReview && row.user.userId !== user.id ? (
                <Button size="small" onClick={() => onReview(row)} data-testid="review-emergency">
                  复核
                </Button>
              ) : (
                <span className="quiet">待复核</span>
              ),
          },
        ]}
      />
    </div>
  )
}

/** The case that was opened: a link while it may be read, for the auditor always. */
function CaseOf({
  access: {
    caseId,
    caseNo,
    expiresAt,
    user: { userId },
  },
}: {
  access: EmergencyAccess
}) {
  const { user, desks } = useSession()
  const [now] = useState(() => Date.now())
  const text = <code>{caseNo ?? caseId}</code>
  if (desks.includes('auditor')) return <Link to={`/supervision/cases/${caseId}`}>{text}</Link>
  return userId === user.id && expiresAt > now ? <Link to={`/cases/${caseId}`}>{text}</Link> : text
}

function ReviewDialog({ access, onClose, onDone }: { access: EmergencyAccess; onClose: () => void; onDone: () => void }) {
  const { message } = App.useApp()
  const [form] = Form.useForm<{ outcome: 'justified' | 'unjustified'; note: string }>()
  const work = useCallback(
    (_key: string, body: { outcome: 'justified' | 'unjustified'; note: string }) =>
      rightsApi.reviewEmergency(access.id, body).then(() => true),
    [access.id],
  )
  const { run, busy, error } = useOnce(work)
  const send = async () => {
    if (!(await run(await form.validateFields()))) return
    message.success('已复核')
    onDone()
    onClose()
  }
  return (
    <Modal
      open
      title={`复核${access.user.name}的应急访问`}
      maskClosable={false}
      onCancel={onClose}
      onOk={() => void send()}
      okText="提交复核"
      cancelText="取消"
      confirmLoading={busy}
    >
      <ErrorNote error={error} />
      <p className="quiet">事由:{access.reason}</p>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ outcome: 'justified' }}>
        <Form.Item name="outcome" label="结论">
          <Radio.Group
            options={[
              { value: 'justified', label: OUTCOME.justified },
              { value: 'unjustified', label: OUTCOME.unjustified },
            ]}
          />
        </Form.Item>
        <Form.Item name="note" label="说明(必填)" rules={[{ required: true, whitespace: true, message: '请填写说明' }]}>
          <Input.TextArea rows={3} maxLength={500} showCount />
        </Form.Item>
      </Form>
    </Modal>
  )
}
