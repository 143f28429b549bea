import { CheckOutlined, CopyOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useState } from 'react'

const SHOWN_MS = 1500

/** A number or code in monospace with a copy button; `short` shows only its first characters. */
export function CopyCode({ code, short, label = '编号', testId }: { code: string; short?: number; label?: string; testId?: string }) {
  const { message } = App.useApp()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    if (await copyText(code)) {
      setCopied(true)
      setTimeout(() => setCopied(false), SHOWN_MS)
    } else {
      message.warning('浏览器不允许自动复制,请选中后手动复制')
    }
  }
  return (
    <span className="code-box">
      <code data-testid={testId} title={short ? code : undefined}>
        {short && code.length > short ? `${code.slice(0, short)}…` : code}
      </code>
      <Button
        type="text"
        size="small"
        icon={copied ? <CheckOutlined /> : <CopyOutlined />}
        aria-label={copied ? `已复制${label}` : `复制${label}`}
        title={copied ? '已复制' : '复制'}
        onClick={(event) => {
          event.stopPropagation()
          void copy()
        }}
      />
    </span>
  )
}

/** The clipboard API is there on https and localhost only; an intranet address needs the older way. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const area = Object.assign(document.createElement('textarea'), { value: text })
    area.style.position = 'fixed'
    document.body.append(area)
    area.select()
    const done = document.execCommand('copy')
    area.remove()
    return done
  }
}
