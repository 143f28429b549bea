import { useState } from 'react'
import { Button } from 'antd'
import { CheckCircleOutlined, CloseCircleOutlined, DownOutlined, UpOutlined, WarningOutlined } from '@ant-design/icons'
import type { Problem } from './draft.ts'

/** What stands against publishing, always in sight; each leads to its element. */
export function ProblemList({ problems, onShow }: { problems: readonly Problem[]; onShow(id: string): void }) {
  const [open, setOpen] = useState(false)
  const errors = problems.filter(({ level }) => level === 'error').length
  const warnings = problems.length - errors
  const summary =
    problems.length === 0
      ? '没有发现问题'
      : [errors > 0 ? `${errors} 处错误` : '', warnings > 0 ? `${warnings} 处提醒` : ''].filter(Boolean).join(',')
  return (
    <section className="lianban-problems" aria-label="检查结果">
      <div className="lianban-problems-head" role="status">
        {problems.length === 0 ? (
          <CheckCircleOutlined className="lianban-ok" />
        ) : errors > 0 ? (
          <CloseCircleOutlined className="lianban-error" />
        ) : (
          <WarningOutlined className="lianban-warning" />
        )}
        <span>{summary}</span>
        {problems.length > 0 && (
          <Button
            type="link"
            size="small"
            icon={open ? <DownOutlined /> : <UpOutlined />}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {open ? '收起' : '查看'}
          </Button>
        )}
      </div>
      {open && (
        <ul>
          {problems.map(({ place, code, message, level, elementId }, index) => (
            <li key={`${code}${elementId ?? ''}${index}`}>
              {level === 'error' ? (
                <CloseCircleOutlined className="lianban-error" aria-label="错误" />
              ) : (
                <WarningOutlined className="lianban-warning" aria-label="提醒" />
              )}
              {elementId ? (
                <Button type="link" size="small" onClick={() => onShow(elementId)}>
                  {place}
                </Button>
              ) : (
                <span>{place}</span>
              )}
              <span>{message}</span>
              <code>{code}</code>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
