import type { ReactNode } from 'react'
import { Button, Tooltip } from 'antd'
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useDesk } from '../desk.ts'
import type { PostLike } from '../draft.ts'
import { isSamePost, moved, postWords } from '../matter/approval.ts'
import { Choice } from './field.tsx'

interface PostListProps {
  /** What the posts are here, e.g. `审批人`. */
  label: string
  value: readonly PostLike[]
  /** Whether the order says something. */
  isOrdered?: boolean
  /** At least so many. @default 0 */
  least?: number
  /** Besides each entry. */
  extra?(entry: PostLike): ReactNode
  onChange(list: PostLike[]): void
}

/** Posts of organs, one a line: `承办单位 的 审核人`. None is named twice. */
export function PostList({ label, value, isOrdered = false, least = 0, extra, onChange }: PostListProps) {
  const { known, readOnly } = useDesk()
  const organs = [{ value: OWN, label: '承办单位' }, ...known.organs.map(({ id, name }) => ({ value: id, label: name }))]
  const posts = known.posts.map(({ key, name }) => ({ value: key, label: name }))
  const set = (index: number, part: Partial<PostLike>) =>
    onChange(value.map((one, at) => (at === index ? withoutOwn({ ...one, ...part }) : one)))
  const unused = known.posts.find(({ key }) => !value.some((one) => isSamePost(one, { post: key })))
  const button = (title: string, index: number, icon: ReactNode, { disabled, onClick }: { disabled: boolean; onClick(): void }) => (
    <Tooltip title={title}>
      <Button
        size="small"
        type="text"
        danger={title === '删除'}
        aria-label={`${title}第 ${index + 1} 个${label}`}
        icon={icon}
        disabled={readOnly || disabled}
        onClick={onClick}
      />
    </Tooltip>
  )
  return (
    <div className="lianban-posts" role="group" aria-label={label}>
      {value.map((entry, index) => (
        <div key={index} className="lianban-sentence" role="group" aria-label={`第 ${index + 1} 个${label}`}>
          {isOrdered && `${index + 1}.`}
          <Choice
            inline
            label={`第 ${index + 1} 个${label}的单位`}
            value={entry.organ ?? OWN}
            options={organs}
            disabled={readOnly}
            onChange={(organ) => set(index, { organ })}
          />
          的
          <Choice
            inline
            label={`第 ${index + 1} 个${label}的岗位`}
            value={entry.post || undefined}
            placeholder="选择岗位"
            options={posts}
            disabled={readOnly}
            onChange={(post) => post && set(index, { post })}
          />
          {extra?.(entry)}
          {isOrdered &&
            button('上移', index, <ArrowUpOutlined />, { disabled: index === 0, onClick: () => onChange(moved(value, index, -1)) })}
          {isOrdered &&
            button('下移', index, <ArrowDownOutlined />, {
              disabled: index === value.length - 1,
              onClick: () => onChange(moved(value, index, 1)),
            })}
          {button('删除', index, <DeleteOutlined />, {
            disabled: value.length <= least,
            onClick: () => onChange(value.filter((_, at) => at !== index)),
          })}
          {value.findIndex((one) => isSamePost(one, entry)) < index && (
            <span className="lianban-said" role="alert">
              {postWords(entry, known)}已经列入,同一人只计一次
            </span>
          )}
        </div>
      ))}
      <Button
        size="small"
        type="text"
        icon={<PlusOutlined />}
        disabled={readOnly || !unused}
        onClick={() => unused && onChange([...value, { post: unused.key }])}
      >
        加{label}
      </Button>
    </div>
  )
}

const OWN = 'own'

const withoutOwn = ({ organ, ...rest }: PostLike): PostLike => (organ && organ !== OWN ? { ...rest, organ } : rest)
