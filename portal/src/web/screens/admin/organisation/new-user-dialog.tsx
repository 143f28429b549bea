import { Alert, Form, Modal } from 'antd'
import { useCallback, useState } from 'react'
import { Link } from 'react-router-dom'
import { organisation } from '../../../api/organisation.ts'
import { CopyCode } from '../../../components/copy-code.tsx'
import { ErrorNote } from '../../../components/error-note.tsx'
import { useOnce } from '../../../hooks/use-once.ts'
import { AccountFields } from './account-fields.tsx'

interface Made {
  id: string
  name: string
  password: string
}

/** A new account; its first password is shown once, here. */
export function NewUserDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const [form] = Form.useForm<{ username: string; name: string; phone?: string }>()
  const [made, setMade] = useState<Made | null>(null)
  const create = useOnce(
    useCallback((_key: string, user: { username: string; name: string; phone?: string }) => organisation.createUser(user), []),
  )
  const submit = async () => {
    const { phone, ...user } = await form.validateFields()
    const created = await create.run({ ...user, ...(phone ? { phone } : {}) })
    if (!created) return
    setMade({ ...created, name: user.name })
    onDone()
  }
  if (made)
    return (
      <Modal
        open
        title={`已新建:${made.name}`}
        okText="已记下,关闭"
        onOk={onClose}
        maskClosable={false}
        onCancel={onClose}
        cancelButtonProps={{ style: { display: 'none' } }}
      >
        <Alert type="warning" showIcon className="gap-below" message="初始密码只显示这一次,请当面交给本人。首次登录后须修改。" />
        <p>
          <CopyCode code={made.password} label="初始密码" />
        </p>
        <p className="quiet">
          岗位由安全管理员授予。<Link to={`/users/${made.id}`}>打开人员页</Link>
        </p>
      </Modal>
    )
  return (
    <Modal
      open
      title="新建用户"
      okText="新建"
      cancelText="返回"
      confirmLoading={create.busy}
      onOk={() => void submit().catch(() => {})}
      maskClosable={false}
      onCancel={onClose}
      okButtonProps={{ 'data-testid': 'user-create-submit' } as never}
    >
      <ErrorNote error={create.error} />
      <Form form={form} layout="vertical" requiredMark={false}>
        <AccountFields />
      </Form>
    </Modal>
  )
}
