import { Alert, App, Button } from 'antd'
import { useTranslation } from '../../i18n.ts'
import { copyText } from '../copy-code.tsx'
import './login-steps.css'

/** Shown this once: each code stands in for the telephone one time. */
export function RecoveryCodes({ codes, done, onDone }: { codes: string[]; done: string; onDone: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const copy = async () => {
    if (await copyText(codes.join('\n'))) message.success(t('已复制全部恢复码'))
    else message.warning(t('浏览器不允许自动复制,请选中后手动复制'))
  }
  return (
    <div className="stack" data-testid="recovery-codes">
      <Alert type="warning" showIcon message={t('请保存以下恢复码,离开本页后不再显示')} />
      <p>{t('手机丢失或更换时,每个恢复码可代替动态口令登录一次。请抄写或打印后妥善保管,不要与密码放在一起。')}</p>
      <ul className="plain recovery-list">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Button block onClick={() => void copy()}>
        {t('复制全部')}
      </Button>
      <Button type="primary" block onClick={onDone} data-testid="recovery-done">
        {done}
      </Button>
    </div>
  )
}
