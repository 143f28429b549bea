import { Alert, Button, Form, Input, type InputRef } from 'antd'
import { useRef, useState } from 'react'
import { asApiError, type ApiError } from '../api/api-error.ts'
import type { Session } from '../api/types.ts'
import { useSessionContext } from '../session.tsx'

interface Account {
  username: string
  password: string
}

/** User name and password, used by the log-in page and by the dialog after a time-out. `fill` puts a demo account in. */
export function LoginForm({ onDone, fill }: { onDone: (session: Session) => void; fill?: Partial<Account> }) {
  const { login } = useSessionContext()
  const [error, setError] = useState<ApiError | null>(null)
  const [busy, setBusy] = useState(false)
  const password = useRef<InputRef>(null)

  const submit = async ({ username, password: secret }: Account) => {
    setBusy(true)
    setError(null)
    try {
      onDone(await login(username.trim(), secret))
    } catch (thrown) {
      setError(asApiError(thrown))
      password.current?.focus({ cursor: 'all' })
    } finally {
      setBusy(false)
    }
  }

  return (
    <Form<Account> key={fill?.username} layout="vertical" requiredMark={false} initialValues={fill} onFinish={(account) => void submit(account)}>
      {error && <Alert type="error" showIcon message={error.message} role="alert" className="gap-below" data-testid="login-error" />}
      <Form.Item name="username" label="用户名" rules={[{ required: true, whitespace: true, message: '请输入用户名' }]}>
        <Input autoFocus={!fill} autoComplete="username" maxLength={64} data-testid="login-username" />
      </Form.Item>
      <Form.Item name="password" label="密码" rules={[{ required: true, message: '请输入密码' }]}>
        <Input.Password ref={password} autoFocus={!!fill} autoComplete="current-password" maxLength={128} data-testid="login-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={busy} data-testid="login-submit">
        登录
      </Button>
    </Form>
  )
}
