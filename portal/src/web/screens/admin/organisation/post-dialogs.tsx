import { Alert, Checkbox, DatePicker, Form, Input, Modal, Select } from 'antd'
import type { Dayjs } from 'dayjs'
import { useCallback } from 'react'
import { organisation, organisationPaths, type OrganList, type Person, type PersonPost, type PostKind } from '../../../api/organisation.ts'
import { ErrorNote } from '../../../components/error-note.tsx'
import { useOnce } from '../../../hooks/use-once.ts'
import { useResource } from '../../../hooks/use-resource.ts'
import { wallOf } from '../../../time.ts'
import { HOLDING_NAMES, optionsOf } from './words.ts'

interface DialogProps {
  person: Person
  onClose: () => void
  onDone: () => void
}

const CASE_BOUND = 'partner'
const dayText = (day: Dayjs | null | undefined) => day?.format('YYYY-MM-DD')
const notPast = (day: Dayjs) => day.isBefore(wallOf(Date.now()), 'day')
export const reasonRules = [{ required: true, whitespace: true, message: '请填写依据或理由' }]

/** A post from a day on, in an organ of that day; external organisations have one kind only. */
export function GrantDialog({ person, onClose, onDone }: DialogProps) {
  const [form] = Form.useForm()
  const organs = useResource<OrganList>(organisationPaths.organs())
  const kinds = useResource<{ items: PostKind[] }>(organisationPaths.postKinds)
  const organId = Form.useWatch('organId', form) as string | undefined
  const transfer = Form.useWatch('transfer', form) as boolean | undefined
  const isExternal = organs.data?.items.find(({ id }) => id === organId)?.kind === 'external'
  const main = person.posts.find(({ state, holding }) => state === 'held' && holding === 'main')
  const grant = useOnce(
    useCallback((_key: string, body: Record<string, unknown>) => organisation.grant(person.id, body).then(() => true), [person.id]),
  )
  const submit = async () => {
    const { from, until, ...values } = (await form.validateFields()) as { from?: Dayjs; until?: Dayjs } & Record<string, unknown>
    const days = { ...(from && { from: dayText(from) }), ...(until && { until: dayText(until) }) }
    const body = { ...values, ...days, holding: values.transfer ? 'main' : values.holding }
    if (await grant.run(JSON.parse(JSON.stringify(body)) as Record<string, unknown>)) onDone()
  }
  const posts = (kinds.data?.items ?? []).filter(({ id }) => organId === undefined || (id === CASE_BOUND) === isExternal)
  return (
    <Modal
      open
      width={560}
      title={`授予岗位:${person.name}`}
      okText="授予"
      cancelText="返回"
      confirmLoading={grant.busy}
      onOk={() => void submit().catch(() => {})}
      maskClosable={false}
      onCancel={onClose}
      okButtonProps={{ 'data-testid': 'post-grant-submit' } as never}
    >
      <ErrorNote error={grant.error} />
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ holding: main ? 'part-time' : 'main', transfer: false }}>
        <Form.Item
          name="organId"
          label="单位"
          rules={[{ required: true, message: '请选择单位' }]}
          extra={isExternal ? '外部单位的人员只见所涉办件' : undefined}
        >
          <Select
            showSearch
            optionFilterProp="label"
            options={organs.data?.items.map(({ id, shortName }) => ({ value: id, label: shortName }))}
            onChange={() => form.setFieldValue('post', undefined)}
          />
        </Form.Item>
        <Form.Item name="post" label="岗位" rules={[{ required: true, message: '请选择岗位' }]}>
          <Select showSearch optionFilterProp="label" options={posts.map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
        {main && (
          <Form.Item name="transfer" valuePropName="checked">
            <Checkbox>
              调动:自起始日期起终止现主岗“{main.organName} {main.postName}”,经办中的任务退回该岗位
            </Checkbox>
          </Form.Item>
        )}
        {!transfer && (
          <Form.Item name="holding" label="任职方式">
            <Select options={optionsOf(HOLDING_NAMES)} />
          </Form.Item>
        )}
        <div className="field-pair">
          <Form.Item name="from" label="起始日期">
            <DatePicker style={{ width: '100%' }} disabledDate={notPast} placeholder="留空即刻起" />
          </Form.Item>
          <Form.Item name="until" label="截止日期">
            <DatePicker style={{ width: '100%' }} disabledDate={notPast} placeholder="留空为长期" />
          </Form.Item>
        </div>
        <Form.Item name="reason" label="依据或理由(记入监察日志)" rules={reasonRules}>
          <Input.TextArea rows={2} maxLength={500} placeholder="例:三市监人〔2026〕5号" />
        </Form.Item>
      </Form>
    </Modal>
  )
}

export function EndPostDialog({ person, post, onClose, onDone }: DialogProps & { post: PersonPost }) {
  const [form] = Form.useForm()
  const until = Form.useWatch('until', form) as Dayjs | undefined
  const end = useOnce(
    useCallback((_key: string, body: Record<string, unknown>) => organisation.endPost(person.id, body).then(() => true), [person.id]),
  )
  const submit = async () => {
    const values = (await form.validateFields()) as { until?: Dayjs; reason: string }
    const { organId, post: kind } = post
    if (await end.run({ organId, post: kind, reason: values.reason, ...(values.until && { until: dayText(values.until) }) })) onDone()
  }
  const when = until ? `${dayText(until)} 24 时` : '确认后立即'
  return (
    <Modal
      open
      title={`终止任职:${post.organName} ${post.postName}`}
      okText="终止"
      okButtonProps={{ danger: true }}
      cancelText="返回"
      confirmLoading={end.busy}
      onOk={() => void submit().catch(() => {})}
      maskClosable={false}
      onCancel={onClose}
    >
      <ErrorNote error={end.error} />
      <Alert
        type="warning"
        showIcon
        className="gap-below"
        message={`${when},此人经此岗位办理的任务退回“${post.organName} ${post.postName}”的待办(现共经办 ${person.heldTasks} 个任务,其他岗位仍可办理的除外)。`}
      />
      <Form form={form} layout="vertical" requiredMark={false}>
        <Form.Item name="until" label="任职至(含当日)">
          <DatePicker style={{ width: '100%' }} disabledDate={notPast} placeholder="留空立即终止" />
        </Form.Item>
        <Form.Item name="reason" label="依据或理由(记入监察日志)" rules={reasonRules}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  )
}

export function MainPostDialog({ person, post, onClose, onDone }: DialogProps & { post: PersonPost }) {
  const [form] = Form.useForm<{ reason: string }>()
  const make = useOnce(
    useCallback(
      (_key: string, reason: string) =>
        organisation.makeMain(person.id, { organId: post.organId, post: post.post, reason }).then(() => true),
      [person.id, post],
    ),
  )
  const submit = async () => {
    if (await make.run((await form.validateFields()).reason)) onDone()
  }
  return (
    <Modal
      open
      title={`设为主岗:${post.organName} ${post.postName}`}
      okText="设为主岗"
      cancelText="返回"
      confirmLoading={make.busy}
      onOk={() => void submit().catch(() => {})}
      maskClosable={false}
      onCancel={onClose}
    >
      <ErrorNote error={make.error} />
      <p className="quiet">原主岗改为兼任,两个岗位的权限都不变。</p>
      <Form form={form} layout="vertical" requiredMark={false}>
        <Form.Item name="reason" label="依据或理由(记入监察日志)" rules={reasonRules}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
