import { Alert, Button, Form, Input, type InputRef } from 'antd'
import { useRef } from 'react'
import { useTranslation } from '../i18n.ts'
import { api } from '../api/api.ts'
import type { LoginAnswer } from '../api/session.ts'
import { useAttempt } from '../hooks/use-attempt.ts'
import { LoginProblem } from './login/login-problem.tsx'

interface Account {
  username: string
  password: string
}

interface LoginFormProps {
  onAnswer: (answer: LoginAnswer) => void
  /** Puts a demo account in. */
  fill?: Partial<Account>
  /** An identity that means nobody here yet: it is linked to the account that logs in now. */
  link?: { name: string; onLeave: () => void } | null
}

/** User name and password. */
export function LoginForm({ onAnswer, fill, link = null }: LoginFormProps) {
  const { t } = useTranslation()
  const password = useRef<InputRef>(null)
  const { run, busy, error } = useAttempt(async ({ username, password: secret }: Account) =>
    onAnswer(await api.login(username.trim(), secret, link !== null)),
  )

  const submit = async (account: Account) => {
    if (!(await run(account))) password.current?.focus({ cursor: 'all' })
  }

  return (
    <Form<Account>
      key={fill?.username}
      layout="vertical"
      requiredMark={false}
      initialValues={fill}
      onFinish={(account) => void submit(account)}
    >
      {link && (
        <Alert
          type="info"
          showIcon
          className="gap-below"
          message={t('统一身份“{{name}}”还没有绑定本平台的账号', { name: link.name })}
          description={t('请用本平台的用户名和密码登录一次,即完成绑定;没有账号的,请联系本单位系统管理员开通。')}
          data-testid="login-link"
        />
      )}
      <LoginProblem error={error} />
      <Form.Item name="username" label={t('用户名')} rules={[{ required: true, whitespace: true, message: t('请输入用户名') }]}>
        <Input autoFocus={!fill} autoComplete="username" maxLength={64} data-testid="login-username" />
      </Form.Item>
      <Form.Item name="password" label={t('密码')} rules={[{ required: true, message: t('请输入密码') }]}>
        <Input.Password ref={password} autoFocus={!!fill} autoComplete="current-password" maxLength={128} data-testid="login-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={busy} data-testid="login-submit">
        {link ? t('登录并绑定') : t('登录')}
      </Button>
      {link && (
        <Button type="link" onClick={link.onLeave}>
          {t('不绑定,直接登录')}
        </Button>
      )}
    </Form>
  )
}
