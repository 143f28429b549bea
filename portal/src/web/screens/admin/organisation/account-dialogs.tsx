import { Alert, Form, Input, Modal } from 'antd'
import { useCallback } from 'react'
import { organisation, type Person } from '../../../api/organisation.ts'
import { ErrorNote } from '../../../components/error-note.tsx'
import { useOnce } from '../../../hooks/use-once.ts'
import { AccountFields } from './account-fields.tsx'
import { reasonRules } from './post-dialogs.tsx'

interface DialogProps {
  person: Person
  onClose: () => void
  onDone: () => void
}

interface Account {
  name: string
  username: string
  phone?: string | null
}

export function EditAccountDialog({ person, onClose, onDone }: DialogProps) {
  const [form] = Form.useForm<Account>()
  const update = useOnce(
    useCallback((_key: string, change: Account) => organisation.updateUser(person.id, change).then(() => true), [person.id]),
  )
  const submit = async () => {
    const { name, username, phone } = await form.validateFields()
    if (await update.run({ name, username, phone: phone || null })) onDone()
  }
  return (
    <Modal
      open
      title={`修改:${person.name}`}
      okText="保存"
      cancelText="返回"
      confirmLoading={update.busy}
      onOk={() => void submit().catch(() => {})}
      maskClosable={false}
      onCancel={onClose}
    >
      <ErrorNote error={update.error} />
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: person.name, username: person.username, phone: person.phone ?? '' }}
      >
        <AccountFields />
      </Form>
    </Modal>
  )
}

/** Disables an account or enables it again, and says before what will happen. */
export function SwitchAccountDialog({ person, onClose, onDone }: DialogProps) {
  const [form] = Form.useForm<{ reason: string }>()
  const verb = person.disabled ? '启用' : '停用'
  const work = useOnce(
    useCallback(
      (_key: string, reason: string) =>
        (person.disabled ? organisation.enable(person.id, reason) : organisation.disable(person.id, reason)).then(() => true),
      [person.id, person.disabled],
    ),
  )
  const submit = async () => {
    if (await work.run((await form.validateFields()).reason)) onDone()
  }
  return (
    <Modal
      open
      title={`${verb}账号:${person.name}`}
      okText={`${verb}账号`}
      okButtonProps={{ danger: !person.disabled, 'data-testid': 'account-switch-submit' } as never}
      cancelText="返回"
      confirmLoading={work.busy}
      onOk={() => void submit().catch(() => {})}
      maskClosable={false}
      onCancel={onClose}
    >
      <ErrorNote error={work.error} />
      {person.disabled ? <p className="quiet">启用后可以登录,但没有岗位;岗位由安全管理员重新授予。</p> : <Consequences person={person} />}
      <Form form={form} layout="vertical" requiredMark={false}>
        <Form.Item name="reason" label="依据或理由(记入监察日志)" rules={reasonRules}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  )
}

function Consequences({ person: { posts, heldTasks } }: { person: Person }) {
  const lasting = posts.filter(({ state }) => state === 'held' || state === 'future')
  const places = lasting.map(({ organName, postName }) => `“${organName} ${postName}”`)
  return (
    <Alert
      type="warning"
      showIcon
      className="gap-below"
      data-testid="disable-consequences"
      message="确认后立即:"
      description={
        <ul className="plain-list">
          <li>此人不能再登录,正在使用的会话立即失效;</li>
          <li>{lasting.length === 0 ? '没有岗位需要终止;' : `终止岗位 ${places.join('、')};`}</li>
          <li>
            {heldTasks === 0
              ? '没有经办中的任务。'
              : `经办中的 ${heldTasks} 个任务退回${places.length > 0 ? places.join('、') : '所属岗位'}的待办。`}
          </li>
        </ul>
      }
    />
  )
}
