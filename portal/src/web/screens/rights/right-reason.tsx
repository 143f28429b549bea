import { Popover, Tag } from 'antd'
import type { ExplainedRight } from '../../api/rights.ts'
import type { Words } from './words.ts'

/** Why: the role and scope of the rule, its name, and what may refuse it in a single case. */
export function RightReason({ right, words }: { right: ExplainedRight; words: Words }) {
  const { role, scope, organs, rule, unless } = right
  return (
    <span>
      {words.role(role)},{words.scope(scope)}
      {organs.length > 0 && `:${organs.join('、')}`} <code className="code">{rule}</code>{' '}
      {unless.length > 0 && (
        <Popover
          title="遇有下列情形不得办理"
          trigger={['hover', 'focus']}
          content={
            <ul className="unless">
              {unless.map((one) => (
                <li key={one.rule}>{words.condition(one.rule)}</li>
              ))}
            </ul>
          }
        >
          <Tag className="hint-tag" tabIndex={0}>
            限制 {unless.length} 条
          </Tag>
        </Popover>
      )}
    </span>
  )
}
