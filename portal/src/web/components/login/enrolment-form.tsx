import { Button, Form, Input, QRCode } from 'antd'
import { useTranslation } from '../../i18n.ts'
import type { Enrolment } from '../../api/session.ts'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { clockText } from '../../time.ts'
import { CopyCode } from '../copy-code.tsx'
import { LoginProblem } from './login-problem.tsx'
import './login-steps.css'

/** A second factor is set up: scan, then prove it by the first code. */
export function EnrolmentForm({
  enrolment,
  required,
  confirm,
}: {
  enrolment: Enrolment
  required?: boolean
  confirm: (code: string) => Promise<void>
}) {
  const { t } = useTranslation()
  const { run, busy, error } = useAttempt(({ code }: { code: string }) => confirm(code.trim()))
  return (
    <Form<{ code: string }> layout="vertical" requiredMark={false} onFinish={(values) => void run(values)}>
      <p>
        {required && t('您的岗位须在密码之外使用动态口令。')}
        {t('请用手机上的验证器(支持 TOTP 的应用或小程序)扫描二维码,再输入它显示的 6 位数字。')}
      </p>
      <LoginProblem error={error} />
      <div className="enrolment-code">
        <QRCode value={enrolment.uri} size={176} aria-label={t('绑定动态口令的二维码')} data-testid="enrolment-qr" />
        <small className="quiet">{t('二维码至 {{time}} 有效', { time: clockText(enrolment.expiresAt) })}</small>
      </div>
      <details className="gap-below">
        <summary className="quiet">{t('不能扫码,手工输入密钥')}</summary>
        <CopyCode code={enrolment.manualKey} label={t('密钥')} testId="manual-key" />
      </details>
      <Form.Item
        name="code"
        label={t('动态口令')}
        rules={[{ required: true, whitespace: true, message: t('请输入验证器显示的 6 位数字') }]}
      >
        <Input autoComplete="one-time-code" inputMode="numeric" maxLength={7} data-testid="enrolment-code" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={busy} data-testid="enrolment-submit">
        {t('绑定')}
      </Button>
    </Form>
  )
}
