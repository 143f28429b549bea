import { Alert, Button, Form } from 'antd'
import { useTranslation } from '../../i18n.ts'
import { api } from '../../api/api.ts'
import type { LoginAnswer, PasswordPolicy } from '../../api/session.ts'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { LoginProblem } from './login-problem.tsx'
import { NewPasswordFields } from './new-password-fields.tsx'

const REASONS = { 'one-time': '您现在用的是一次性密码,请设置自己的密码后继续。', expired: '您的密码已到期,请设置新密码后继续。' }

/** Another password, at login. */
export function NewPasswordForm({
  reason,
  policy,
  onAnswer,
}: {
  reason: keyof typeof REASONS
  policy: PasswordPolicy
  onAnswer: (answer: LoginAnswer) => void
}) {
  const { t } = useTranslation()
  const { run, busy, error } = useAttempt(async ({ password }: { password: string }) =>
    onAnswer(await api.answerStep('password', { password })),
  )
  return (
    <Form<{ password: string }> layout="vertical" requiredMark={false} onFinish={(values) => void run(values)}>
      {error ? <LoginProblem error={error} /> : <Alert type="info" showIcon message={t(REASONS[reason])} className="gap-below" />}
      <NewPasswordFields policy={policy} autoFocus />
      <Button type="primary" htmlType="submit" block loading={busy} data-testid="login-submit">
        {t('设置并继续')}
      </Button>
    </Form>
  )
}
