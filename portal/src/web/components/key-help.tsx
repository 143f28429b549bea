import { Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from '../i18n.ts'
import { useKeys } from '../hooks/use-keys.ts'
import { useSession } from '../session.tsx'
import { GO_KEYS } from '../shell/go-keys.tsx'

interface KeyGroup {
  title: string
  keys: [string[], string][]
}

const ANYWHERE: KeyGroup = {
  title: '通用',
  keys: [
    [['/'], '搜索'],
    [['Esc'], '返回列表,或关闭对话框'],
    [['Ctrl+Enter'], '在对话框中确认'],
    [['?'], '显示本说明'],
  ],
}
const LISTS: KeyGroup = {
  title: '列表',
  keys: [
    [['j', 'k'], '下移、上移'],
    [['Enter'], '打开所选的一行'],
    [['x'], '勾选这一行,用于批量办理'],
  ],
}
const CASES: KeyGroup = {
  title: '办理',
  keys: [
    [['[', ']'], '上一件、下一件'],
    [['1', '2', '3'], '页面下方的按钮,从左到右'],
    [['Ctrl+Enter'], '页面下方的主要按钮,填写表单时也可以'],
    [['v'], '表单与材料对照,再按一次恢复'],
    [['n', 'p'], '下一份、上一份材料'],
    [['+', '-', '0'], '放大、缩小、恢复图片'],
    [['r'], '旋转图片'],
  ],
}

/** The keys, shown with `?`. */
export function KeyHelp() {
  const [open, setOpen] = useState(false)
  const { t } = useTranslation()
  const isClerk = useSession().desks.includes('clerk')
  useKeys({ '?': () => setOpen(true) })
  const going: KeyGroup = { title: t('转到'), keys: GO_KEYS.map(({ key, text }) => [['g', key], text]) }
  const groups = isClerk ? [LISTS, CASES, going, ANYWHERE] : [LISTS, ANYWHERE]
  return (
    <Modal open={open} onCancel={() => setOpen(false)} footer={null} title={t('键盘操作')} width={isClerk ? 720 : 420}>
      <div className="key-groups">
        {groups.map(({ title, keys }) => (
          <section key={title}>
            <h3>{t(title)}</h3>
            <dl className="keys">
              {keys.map(([names, text]) => (
                <div key={text}>
                  <dt>
                    {names.map((name) => (
                      <kbd key={name}>{name}</kbd>
                    ))}
                  </dt>
                  <dd>{t(text)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
