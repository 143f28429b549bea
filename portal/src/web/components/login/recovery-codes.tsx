import { Alert, Button } from 'antd'
import { CopyCode } from '../copy-code.tsx'
import './login-steps.css'

/** Shown this once: each code stands in for the telephone one time. */
export function RecoveryCodes({ codes, done, onDone }: { codes: string[]; done: string; onDone: () => void }) {
  return (
    <div className="stack" data-testid="recovery-codes">
      <Alert type="warning" showIcon message="请保存以下恢复码,离开本页后不再显示" />
      <p>手机丢失或更换时,每个恢复码可代替动态口令登录一次。请抄写或打印后妥善保管,不要与密码放在一起。</p>
      <ul className="plain recovery-list">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <span className="quiet">
        复制全部 <CopyCode code={codes.join('\n')} short={1} label="全部恢复码" />
      </span>
      <Button type="primary" block onClick={onDone} data-testid="recovery-done">
        {done}
      </Button>
    </div>
  )
}
