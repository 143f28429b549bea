import { App, Button, Form, Input } from 'antd'
import { api } from '../../api/api.ts'
import type { AccountSecurity } from '../../api/session.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { NewPasswordFields } from '../../components/login/new-password-fields.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { dayOf, dayText } from '../../time.ts'

interface Values {
  current: string
  password: string
}

/** Until when the password holds, and another one. */
export function PasswordSection({ password, onChanged }: { password: AccountSecurity['password']; onChanged: () => void }) {
  const { message } = App.useApp()
  const [form] = Form.useForm<Values>()
  const { run, busy, error } = useAttempt(async (values: Values) => {
    await api.changePassword(values.current, values.password)
    form.resetFields()
    message.success('密码已修改,其他各处的登录均已结束')
    onChanged()
  })
  return (
    <section className="card" aria-label="登录密码">
      <h2>登录密码</h2>
      <p className="quiet">
        {password.expiresAt === null ? '本账号的密码长期有效。' : `有效期至${dayText(dayOf(password.expiresAt))},到期后登录时须先更换。`}
      </p>
      <ErrorNote error={error} />
      <Form<Values> form={form} layout="vertical" requiredMark={false} onFinish={(values) => void run(values)}>
        <Form.Item name="current" label="现用密码" rules={[{ required: true, message: '请输入现用密码' }]}>
          <Input.Password autoComplete="current-password" maxLength={128} data-testid="current-password" />
        </Form.Item>
        <NewPasswordFields policy={password.policy} />
        <Button htmlType="submit" loading={busy} data-testid="change-password">
          修改密码
        </Button>
      </Form>
    </section>
  )
}
