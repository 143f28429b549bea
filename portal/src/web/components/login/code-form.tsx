import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from '../../i18n.ts'
import { api } from '../../api/api.ts'
import type { LoginAnswer } from '../../api/session.ts'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { LoginProblem } from './login-problem.tsx'

/** The code of the authenticator app, or a recovery code. */
export function CodeForm({ onAnswer }: { onAnswer: (answer: LoginAnswer) => void }) {
  const { t } = useTranslation()
  const [isRecovery, setRecovery] = useState(false)
  const { run, busy, error } = useAttempt(async ({ code }: { code: string }) =>
    onAnswer(await api.answerStep('second-factor', { code: code.trim() })),
  )
  const label = isRecovery ? t('恢复码') : t('动态口令')
  return (
    <Form<{ code: string }> key={label} layout="vertical" requiredMark={false} onFinish={(values) => void run(values)}>
      <LoginProblem error={error} />
      <Form.Item
        name="code"
        label={label}
        extra={isRecovery ? t('绑定时保存的 12 位恢复码,每个只能用一次') : t('请打开手机上的验证器,输入“联办”下显示的 6 位数字')}
        rules={[{ required: true, whitespace: true, message: isRecovery ? t('请输入恢复码') : t('请输入动态口令') }]}
      >
        <Input
          autoFocus
          autoComplete="one-time-code"
          inputMode={isRecovery ? 'text' : 'numeric'}
          maxLength={isRecovery ? 20 : 7}
          data-testid="login-code"
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={busy} data-testid="login-submit">
        {t('继续')}
      </Button>
      <Button type="link" className="login-back" onClick={() => setRecovery(!isRecovery)}>
        {isRecovery ? t('改用动态口令') : t('手机不在身边,改用恢复码')}
      </Button>
    </Form>
  )
}
