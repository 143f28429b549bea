import { Modal, Radio } from 'antd'
import { useState } from 'react'
import type { WindowDesk } from '../../api/window.ts'

type To = { letter: string } | { window: number }

/** Where the number goes from here: to a class of business, or to one window. */
export function TransferDialog({ desk, onClose, onSend }: { desk: WindowDesk; onClose: () => void; onSend: (to: To) => void }) {
  const choices: { value: string; label: string; to: To }[] = [
    ...desk.classes.map(({ letter, name, windows }) => ({
      ...{ value: letter, label: `${letter} ${name}${windows.length === 0 ? '(目前没有窗口)' : ''}`, to: { letter } },
    })),
    ...desk.otherWindows.map(({ number, clerkName }) => ({
      ...{ value: `window ${number}`, label: `${number} 号窗口(${clerkName})`, to: { window: number } },
    })),
  ]
  const [chosen, setChosen] = useState<string>()
  const to = choices.find(({ value }) => value === chosen)?.to
  return (
    <Modal
      open
      title={`转出 ${desk.current?.label ?? ''}`}
      okText="转出"
      cancelText="取消"
      okButtonProps={{ disabled: !to }}
      onOk={() => to && onSend(to)}
      onCancel={onClose}
    >
      <p className="quiet">转出后仍按原取号时间排队,不重新等候。</p>
      <Radio.Group className="window-choices" value={chosen} onChange={({ target }) => setChosen(target.value as string)}>
        {choices.map(({ value, label }) => (
          <Radio key={value} value={value}>
            {label}
          </Radio>
        ))}
      </Radio.Group>
    </Modal>
  )
}
