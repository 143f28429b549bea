import { DownOutlined, RightOutlined } from '@ant-design/icons'
import type { Field } from '@lianban/forms'
import { Button, theme } from 'antd'
import type { PropsWithChildren } from 'react'

interface GroupBoxProps {
  field: Field
  open: boolean
  onToggle: (open: boolean) => void
}

/** Least width of one of several columns in CSS pixels: below it they stand under each other. */
const COLUMN = { 1: 0, 2: 260, 3: 200 }

/** The frame of a group. What is shut is unseen but stays, with what was typed. */
export function GroupBox({ field, open, onToggle, children }: PropsWithChildren<GroupBoxProps>) {
  const { token } = theme.useToken()
  const { columns, collapsible } = field.schema['x-component-props'] ?? {}
  const help = field.schema['x-help'] ?? field.schema.description
  const id = `group-${field.path}`
  const count = columns === 2 || columns === 3 ? columns : 1
  return (
    <div role="group" aria-labelledby={field.title ? id : undefined} style={{ gridColumn: '1 / -1', marginBottom: token.marginXS }}>
      {field.title && (
        <h3 id={id} style={{ fontSize: token.fontSizeLG, lineHeight: 1.4, margin: `0 0 ${token.marginSM}px` }}>
          {collapsible === true ? (
            <Button
              type="text"
              icon={open ? <DownOutlined aria-hidden /> : <RightOutlined aria-hidden />}
              aria-expanded={open}
              aria-controls={`${id}-body`}
              onClick={() => onToggle(!open)}
              style={{ paddingInline: 0, fontSize: 'inherit', fontWeight: token.fontWeightStrong }}
            >
              {field.title}
            </Button>
          ) : (
            field.title
          )}
        </h3>
      )}
      <div id={`${id}-body`} hidden={!open}>
        {help && <p style={{ color: token.colorTextSecondary, margin: `0 0 ${token.marginSM}px` }}>{help}</p>}
        <div
          style={
            count === 1
              ? undefined
              : {
                  display: 'grid',
                  // As many as fit, at most `count`: the gaps between them are part of the row.
                  gridTemplateColumns: `repeat(auto-fill, minmax(min(100%, max(${COLUMN[count]}px, (100% - ${(count - 1) * token.marginLG}px) / ${count})), 1fr))`,
                  columnGap: token.marginLG,
                }
          }
        >
          {children}
        </div>
      </div>
    </div>
  )
}
