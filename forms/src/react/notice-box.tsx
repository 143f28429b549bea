import { type Block, type FieldSchema, type Inline, parseMarkdown } from '@lianban/forms'
import { ExclamationCircleFilled, InfoCircleFilled } from '@ant-design/icons'
import { Alert, theme, Typography } from 'antd'

/** A remark: the description in the markdown subset, with the title above it when there is one. */
export function NoticeBox({ schema: { title, description, 'x-component-props': props } }: { schema: FieldSchema }) {
  const { token } = theme.useToken()
  const text = <Blocks blocks={parseMarkdown(description ?? title ?? '')} />
  const warning = props?.['kind'] === 'warning'
  const Icon = warning ? ExclamationCircleFilled : InfoCircleFilled
  const both = description !== undefined && title !== undefined
  return (
    <Alert
      type={warning ? 'warning' : 'info'}
      showIcon
      role="note"
      message={both ? title : text}
      description={both ? text : undefined}
      style={{ alignItems: 'flex-start', marginBottom: token.marginLG, gridColumn: '1 / -1' }}
      icon={<Icon aria-hidden style={{ marginTop: token.marginXXS }} />}
    />
  )
}

/** Blocks as React elements: whatever the text says, it stays text. */
function Blocks({ blocks }: { blocks: Block[] }) {
  const { token } = theme.useToken()
  const gap = (index: number) => (index === 0 ? 0 : token.marginXS)
  return blocks.map((block, index) => {
    if (block.kind === 'heading') {
      return (
        <div key={index} style={{ marginTop: gap(index), fontWeight: token.fontWeightStrong }}>
          <Line runs={block.line} />
        </div>
      )
    }
    if (block.kind === 'paragraph') {
      return (
        <div key={index} style={{ marginTop: gap(index) }}>
          {block.lines.map((line, at) => (
            <div key={at}>
              <Line runs={line} />
            </div>
          ))}
        </div>
      )
    }
    const List = block.ordered ? 'ol' : 'ul'
    return (
      <List key={index} style={{ margin: `${gap(index)}px 0 0`, paddingInlineStart: token.paddingLG }}>
        {block.items.map((item, at) => (
          <li key={at}>
            <Line runs={item} />
          </li>
        ))}
      </List>
    )
  })
}

function Line({ runs }: { runs: Inline[] }) {
  return runs.map(({ text, strong, href }, index) => {
    if (strong) return <strong key={index}>{text}</strong>
    if (href === undefined) return <span key={index}>{text}</span>
    return (
      <Typography.Link key={index} href={href} target="_blank" rel="noreferrer" underline>
        {text}
      </Typography.Link>
    )
  })
}
