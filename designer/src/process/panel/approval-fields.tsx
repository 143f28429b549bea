import { useDesk } from '../desk.ts'
import type { ApprovalLike, TaskLike } from '../draft.ts'
import { approversOf, passWords, weightOf, withApprovers, withWeight } from '../matter/approval.ts'
import { Choice, CommitNumber, Field } from './field.tsx'
import { PostList } from './post-list.tsx'

type Rule = 'percent' | 'count' | 'weight'
const RULES: { value: Rule; label: string; unit: string }[] = [
  { value: 'percent', label: '同意人数达到总人数的', unit: '%' },
  { value: 'count', label: '同意人数达到', unit: '人' },
  { value: 'weight', label: '赞成权重达到', unit: '' },
]

const HELP: Record<ApprovalLike['mode'], string> = {
  all: '各岗位上的人员同时审批;一人兼任几个岗位的只审批一次',
  any: '各岗位上的人员谁先审批都可以;一人兼任几个岗位的只审批一次',
  sequential: '按下列顺序逐个审批;一人兼任几个岗位的只审批一次',
  vote: '各岗位上的人员同时投票;一人兼任几个岗位的只投一票,权重按列在前面的岗位',
}

/** How several persons decide: what it needs to pass, and who stands in where nobody is there. */
export function ApprovalFields({ task, change }: { task: TaskLike; change(part: Partial<TaskLike>): void }) {
  const { known, readOnly } = useDesk()
  const approval = task.approval!
  const set = (part: Partial<ApprovalLike>) => change({ approval: { ...approval, ...part } })
  const rule = (Object.keys(approval.pass ?? { percent: 50 })[0] ?? 'percent') as Rule
  const amount = Number(Object.values(approval.pass ?? { percent: 50 })[0])
  const withAmount = (kind: Rule, value: number) => set({ pass: { [kind]: value } as ApprovalLike['pass'] })
  const weighs = rule === 'weight' && approval.mode === 'vote'
  return (
    <>
      <Field label="审批人" help={HELP[approval.mode]}>
        {() => (
          <PostList
            label="审批人"
            isOrdered
            least={1}
            value={approversOf(task)}
            onChange={(list) => change(withApprovers(task, list))}
            extra={({ post }) =>
              weighs && (
                <>
                  每人权重
                  <CommitNumber
                    label={`${known.posts.find(({ key }) => key === post)?.name ?? post}的权重`}
                    value={weightOf(task, post)}
                    disabled={readOnly}
                    onCommit={(weight) => change(withWeight(task, post, weight))}
                  />
                </>
              )
            }
          />
        )}
      </Field>
      {approval.mode === 'vote' && (
        <div className="lianban-sentence" role="group">
          <Choice
            inline
            label="通过的条件"
            value={rule}
            options={RULES}
            disabled={readOnly}
            onChange={(kind) => kind && withAmount(kind, kind === 'percent' ? 50 : 2)}
          />
          <CommitNumber
            label="通过的票数"
            value={amount}
            max={rule === 'percent' ? 100 : 1000}
            disabled={readOnly}
            onCommit={(value) => withAmount(rule, value)}
          />
          {RULES.find(({ value }) => value === rule)!.unit} 即通过
        </div>
      )}
      {approval.mode === 'vote' && (
        <p className="lianban-field-help" role="status">
          {passWords(task)}
        </p>
      )}
      {approval.mode === 'any' && (
        <Field label="不同意" help="或签时,一人不同意算不通过,还是全部不同意才算">
          {(id) => (
            <Choice
              id={id}
              value={approval.reject ?? 'one'}
              options={[
                { value: 'one', label: '一人不同意即不通过' },
                { value: 'all', label: '全部不同意才不通过' },
              ]}
              disabled={readOnly}
              onChange={(reject) => set({ reject })}
            />
          )}
        </Field>
      )}
      <Field label="没有审批人时" help="岗位上没有人的时候由谁决定">
        {(id) => (
          <Choice
            id={id}
            value={approval.empty ?? 'leader'}
            options={[
              { value: 'leader', label: '由单位主要负责人办理' },
              { value: 'pass', label: '跳过这一步' },
              { value: 'refuse', label: '停下,等待处理' },
            ]}
            disabled={readOnly}
            onChange={(empty) => set({ empty })}
          />
        )}
      </Field>
      <Field label="审批人本轮已经同意过" help="同一个人在前面环节已经审批的">
        {(id) => (
          <Choice
            id={id}
            value={approval.duplicate ?? 'ask'}
            options={[
              { value: 'ask', label: '仍要审批' },
              { value: 'skip', label: '不再重复审批' },
            ]}
            disabled={readOnly}
            onChange={(duplicate) => set({ duplicate })}
          />
        )}
      </Field>
      <Field label="审批人就是发起人" help="自己发起、自己审批的">
        {(id) => (
          <Choice
            id={id}
            value={approval.self ?? 'leader'}
            options={[
              { value: 'ask', label: '仍由本人审批' },
              { value: 'skip', label: '不由本人审批' },
              { value: 'leader', label: '由单位主要负责人代为审批' },
            ]}
            disabled={readOnly}
            onChange={(self) => set({ self })}
          />
        )}
      </Field>
    </>
  )
}
