import { Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from '../i18n.ts'
import { useKeys } from '../hooks/use-keys.ts'

const KEYS: [string[], string][] = [
  [['j', 'k'], '列表中下移、上移'],
  [['Enter'], '打开所选的一行'],
  [['x'], '勾选这一行,用于批量办理'],
  [['/'], '搜索'],
  [['Esc'], '返回列表,或关闭对话框'],
  [['[', ']'], '上一件、下一件'],
  [['Ctrl+Enter'], '在对话框中确认'],
  [['?'], '显示本说明'],
]

/** The keys, shown with `?`. */
export function KeyHelp() {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  useKeys({ '?': () => setOpen(true) })
  return (
    <Modal open={open} onCancel={() => setOpen(false)} footer={null} title={t('键盘操作')} width={420}>
      <dl className="keys">
        {KEYS.map(([keys, text]) => (
          <div key={text}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
