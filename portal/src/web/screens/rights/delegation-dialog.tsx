import { App, DatePicker, Form, Input, InputNumber, Modal, Select } from 'antd'
import type { Dayjs } from 'dayjs'
import { useCallback, useState } from 'react'
import { rightsApi, rightsPaths, type DelegableMatter, type NewDelegation, type Person } from '../../api/rights.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useOnce } from '../../hooks/use-once.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { instantOf, wallOf } from '../../time.ts'
import { COMPLETE, FEN_PER_YUAN, stepsOf } from './words.ts'

const MAX_DAYS = 30
const DEFAULT_DAYS = 3

interface Fields {
  delegateId: string
  startsAt: Dayjs
  endsAt: Dayjs
  matters?: string[]
  steps?: string[]
  amountYuan?: number | null
  reason: string
}

interface Props {
  matters: DelegableMatter[]
  onClose: () => void
  onDone: () => void
}

/** Entrusts another: whom, how long, and, where it is not everything, which matters, which of one's own steps, up to what amount. */
export function DelegationDialog({ matters, onClose, onDone }: Props) {
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const { data: people } = useResource<{ items: (Person & { posts: string[] })[] }>(rightsPaths.delegationCandidates)
  const work = useCallback((_key: string, delegation: NewDelegation) => rightsApi.delegate(delegation), [])
  const { run, busy, error } = useOnce(work)
  const [now] = useState(() => wallOf(Date.now()))
  const send = async () => {
    if (!(await run(delegationOf(await form.validateFields())))) return
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
      maskClosable={false}
      width={600}
    >
      <ErrorNote error={error} />
      <p className="quiet">对方接受后,可在期限内以您的岗位权限办理,显示为“对方(代您)”。办理时双方都受岗位分离约束;对方不能再转委托。</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ startsAt: now, endsAt: now.add(DEFAULT_DAYS, 'day').endOf('day'), matters: [], steps: [] }}
      >
        <Form.Item name="delegateId" label="代理人(必填)" rules={[{ required: true, message: '请选择代理人' }]}>
          <Select
            showSearch
            optionFilterProp="label"
            placeholder="本单位人员"
            notFoundContent="本单位没有可以委托的人员"
            options={(people?.items ?? []).map(({ userId, name, posts }) => ({ value: userId, label: `${name}(${posts.join(';')})` }))}
          />
        </Form.Item>
        <div className="form-row">
          <Moment name="startsAt" label="开始时间(必填)" notBefore={now} />
          <Moment name="endsAt" label="结束时间(必填)" notBefore={now} extra={`一次不超过 ${MAX_DAYS} 天`} />
        </div>
        <Scope
          matters={matters}
          onMatters={(keys) => form.setFieldValue('steps', stillThere(form.getFieldValue('steps') as string[], matters, keys))}
        />
        <Form.Item name="amountYuan" label="金额上限(元)" extra="不填即不限;超过上限的决定仍由您办理">
          <InputNumber min={0} precision={2} className="full-width" />
        </Form.Item>
        <Form.Item name="reason" label="事由(必填)" rules={[{ required: true, whitespace: true, message: '请填写事由' }]}>
          <Input.TextArea rows={2} maxLength={500} showCount />
        </Form.Item>
      </Form>
    </Modal>
  )
}

function Moment({ name, label, extra, notBefore }: { name: 'startsAt' | 'endsAt'; label: string; extra?: string; notBefore: Dayjs }) {
  return (
    <Form.Item
      name={name}
      label={label}
      extra={extra}
      rules={[{ required: true, message: `请选择${name === 'startsAt' ? '开始' : '结束'}时间` }]}
    >
      <DatePicker
        showTime={{ format: 'HH:mm' }}
        format="YYYY-MM-DD HH:mm"
        allowClear={false}
        className="full-width"
        disabledDate={(day) => day.isBefore(notBefore, 'day')}
      />
    </Form.Item>
  )
}

/** Matters and, of those chosen, the steps that are one's own. */
function Scope({ matters, onMatters }: { matters: DelegableMatter[]; onMatters: (keys: string[]) => void }) {
  const chosen = Form.useWatch<string[] | undefined>('matters') ?? []
  const steps = stepsOf(within(matters, chosen), ({ mine }) => mine)
  return (
    <div className="form-row">
      <Form.Item name="matters" label="事项" extra="不选即全部事项">
        <Select
          mode="multiple"
          allowClear
          optionFilterProp="label"
          placeholder="全部事项"
          onChange={onMatters}
          options={matters.map(({ key, name }) => ({ value: key, label: name }))}
        />
      </Form.Item>
      <Form.Item name="steps" label="环节" extra="不选即您能办的全部环节">
        <Select
          mode="multiple"
          allowClear
          optionFilterProp="label"
          placeholder="全部环节"
          notFoundContent="所选事项中没有您办理的环节"
          options={[...steps].map(([elementId, label]) => ({ value: elementId, label }))}
        />
      </Form.Item>
    </div>
  )
}

const within = (matters: DelegableMatter[], keys: string[]) => matters.filter(({ key }) => keys.length === 0 || keys.includes(key))

/** Steps that the chosen matters still have. */
const stillThere = (steps: string[], matters: DelegableMatter[], keys: string[]): string[] => {
  const known = stepsOf(within(matters, keys), ({ mine }) => mine)
  return steps.filter((elementId) => known.has(elementId))
}

const delegationOf = ({ delegateId, startsAt, endsAt, matters = [], steps = [], amountYuan, reason }: Fields): NewDelegation => ({
  delegateId,
  matters: matters.length > 0 ? matters : null,
  actions: steps.length > 0 ? steps.map((elementId) => `${COMPLETE}${elementId}`).join('|') : null,
  amountLimitFen: amountYuan == null ? null : Math.round(amountYuan * FEN_PER_YUAN),
  startsAt: instantOf(startsAt),
  endsAt: instantOf(endsAt),
  reason,
})
