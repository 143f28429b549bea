import { Alert, Button } from 'antd'
import { Link, useNavigate, useParams } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import type { MatterDetail } from '../../api/matters.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { StickyBar } from '../../components/sticky-bar.tsx'
import { useKeys } from '../../hooks/use-keys.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { dateText } from '../../time.ts'
import { GuideCodes, GuideFacts, GuideList, GuideMaterials, SampleLink } from './guide-parts.tsx'
import { JointGuide } from './joint-guide.tsx'
import './applicant.css'

/** The guidance of a matter: who may apply, with what, how long it takes, what it costs, what to do against the decision. */
export function Component() {
  const { key = '' } = useParams()
  const navigate = useNavigate()
  const { data: matter, error, loading, reload } = useResource<MatterDetail>(paths.matter(key))
  useTitle(matter?.name)
  useKeys({ Escape: () => void navigate('/matters') })

  if (loading) return <PageSkeleton />
  if (!matter) return error && <ErrorResult error={error} onRetry={reload} extra={<Link to="/matters">回到事项目录</Link>} />
  return (
    <>
      <article className="page">
        <div className="page-head">
          <h1 className="grow">{matter.name}</h1>
        </div>
        {matter.closed && <Alert type="warning" showIcon className="gap-below" message={matter.closed} />}
        {matter.nextFrom && !matter.closed && (
          <Alert
            type="info"
            showIcon
            className="gap-below"
            message={`新版办事指南自 ${dateText(matter.nextFrom)}起施行,此前提交的按本版办理`}
          />
        )}
        {matter.joint && <JointGuide joint={matter.joint} />}
        <GuideFacts title="基本情况" facts={basics(matter)} />
        <GuideList title="什么情况可以申请" items={matter.conditions} numbered />
        <GuideMaterials matter={matter} />
        <GuideList title="怎么办理" items={matter.steps.map(stepText)} numbered />
        <GuideList title="办理期限" items={matter.limits.map(({ name, text, basis }) => `${name}:${text}。${basis}`)} />
        {matter.commitment && (
          <section className="card">
            <h2>告知承诺</h2>
            <p>
              {matter.commitment.applies},可以选择告知承诺:对下列条件作出承诺后当场决定。{matter.commitment.checkText}。
            </p>
            <ol className="numbered">
              {matter.commitment.conditions.map((condition) => (
                <li key={condition}>{condition}</li>
              ))}
            </ol>
            <p>{matter.commitment.consequence}</p>
            <p className="quiet">依据:{matter.commitment.basis}</p>
          </section>
        )}
        <GuideFacts title="收费、结果和办理地点" facts={practical(matter)}>
          {matter.results.map(
            ({ name, sample }) => sample && <SampleLink key={name} matterKey={matter.key} name={sample} text={`查看${name}样例`} />,
          )}
        </GuideFacts>
        <GuideList title="设定依据" items={matter.basis} />
        <section className="card">
          <h2>对结果有异议</h2>
          <p>{matter.remedies}</p>
          {matter.contact && <p>投诉:{matter.contact.complaint}</p>}
        </section>
        <GuideCodes codes={codes(matter)} version={versionText(matter)} />
      </article>
      <StickyBar note={<span className="hide-narrow">{matter.closed ?? '准备好材料后约需 10 分钟,填写内容会自动保存'}</span>}>
        <Button
          type="primary"
          disabled={matter.closed !== null}
          onClick={() => void navigate(`/matters/${matter.key}/apply`)}
          data-testid="apply"
        >
          在线申请
        </Button>
      </StickyBar>
    </>
  )
}

type Facts = [string, string | null][]

const stepText = ({ name, limitText, postName, special }: MatterDetail['steps'][number]): string =>
  [`${name}:${limitText}`, postName, special && `特别程序:${special}`].filter(Boolean).join(' · ')

const basics = (matter: MatterDetail): Facts => [
  [matter.joint ? '牵头部门' : '实施主体', matter.organName],
  ['事项类型', matter.kind],
  ['行使层级', matter.level],
  ['办件类型', matter.joint ? null : matter.handlingText],
  ['承诺办结', `${matter.joint ? '收到申请' : '受理'}后 ${matter.promised}`],
  ['法定办结', `${matter.joint ? '收到申请' : '受理'}后 ${matter.statutory}`],
  [
    '到现场次数',
    matter.visits && (matter.visits.times === 0 ? '0 次,全程网办' : `${matter.visits.times} 次${reason(matter.visits.reason)}`),
  ],
  ['通办范围', matter.scope],
]

const reason = (text: string | null): string => (text ? `(${text})` : '')

const practical = (matter: MatterDetail): Facts => [
  ['收费', `${matter.fees}(${matter.feesBasis})`],
  ['办理结果', matter.results.map(({ name, kind }) => `${name}(${kind})`).join('、') || null],
  ['中介服务', matter.intermediaries.map(({ name, basis }) => `${name}(${basis})`).join('、') || '无'],
  ['网办深度', matter.online.join('、') || null],
  ['办理地点', matter.contact && `${matter.contact.window.address},${matter.contact.window.hours}`],
  ['咨询', matter.contact && matter.contact.consultation],
]

const codes = ({ codes: found, creditCode }: MatterDetail): Facts => [
  ['基本编码', found && found.basic],
  ['实施编码', found && found.implementation],
  ['业务办理项编码', found && found.item],
  ['实施主体统一社会信用代码', creditCode],
]

const versionText = ({ version, validFrom, validUntil }: MatterDetail): string =>
  `第 ${version} 版,${validFrom === null ? '自发布之日起' : `自 ${validFrom} 起`}施行${validUntil === null ? '' : `,至 ${validUntil} 止`}`
