import { CheckCircleOutlined } from '@ant-design/icons'
import { Button, QRCode } from 'antd'
import { Link } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import type { CaseDetail } from '../../api/cases.ts'
import type { MatterDetail } from '../../api/matters.ts'
import { CopyCode } from '../../components/copy-code.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { dueMomentText, momentText } from '../../time.ts'

/** After handing in: the number, what happens next and by when, and a code to find the case again with a telephone. */
export function Receipt({ item }: { item: CaseDetail }) {
  const { data: matter } = useResource<MatterDetail>(paths.matter(item.matterKey))
  useTitle('已提交')
  const address = `${location.origin}/my-cases/${item.id}`
  const nearest = item.promised ?? item.statutory
  const [first, ...later] = matter?.steps ?? []
  return (
    <div className="page">
      <section className="card receipt" data-testid="receipt">
        <CheckCircleOutlined className="receipt-sign" aria-hidden="true" />
        <h1>申请已提交</h1>
        <div className="receipt-no">
          办件编号 <CopyCode code={item.caseNo} label="办件编号" testId="receipt-case-no" />
        </div>
        <div className="quiet">
          {item.applicantName} · {item.matterName} · {momentText(item.submittedAt)}
        </div>
        {item.receipt && (
          <div className="receipt-query" data-testid="receipt-query">
            {item.receipt.number && (
              <div>
                凭证编号 <CopyCode code={item.receipt.number} label="凭证编号" />
              </div>
            )}
            <div>
              查询码 <CopyCode code={item.receipt.queryCode} label="查询码" />
            </div>
            <div className="quiet">
              凭编号和查询码,不登录也可以<a href="/receipt">查询办理进度</a>。查询码请勿告知无关人员。
            </div>
          </div>
        )}
        <div className="receipt-next">
          <h2>接下来</h2>
          <ol className="numbered">
            {matter?.isJoint && <JointNext item={item} matter={matter} />}
            {!matter?.isJoint && (
              <li>
                {item.organName}
                {first ? `在 ${first.limitText}内进行${first.name},` : ''}决定是否受理。材料不全的,会一次告知需要补正的全部内容。
              </li>
            )}
            {nearest && !item.acceptedAt && !matter?.isJoint && (
              <li>最迟 {dueMomentText(nearest)} 前答复是否受理;逾期不告知的,视为受理。</li>
            )}
            {matter && !matter.isJoint && later.length > 0 && (
              <li>
                受理后依次进行{later.map(({ name }) => name).join('、')},承诺 {matter.promised}内办结。
              </li>
            )}
            <li>进度和剩余天数随时可以在“我的办件”查看,文书和证照也在那里下载。</li>
          </ol>
        </div>
        <div className="row centred receipt-code">
          <QRCode value={address} size={132} type="svg" bordered={false} color="#000000" bgColor="#ffffff" aria-label="办件页面的二维码" />
          <span className="quiet">
            用手机扫码,
            <br />
            登录后查看本件
          </span>
        </div>
        <div className="row centred gap-above">
          <Link to={`/my-cases/${item.id}`}>
            <Button type="primary" tabIndex={-1} data-testid="receipt-open">
              查看办件
            </Button>
          </Link>
          <Link to="/matters">继续办理其他事项</Link>
        </div>
      </section>
    </div>
  )
}

/** By what anyone looks the case up without an account: on paper too. */
export function ReceiptCode({ item }: { item: CaseDetail }) {
  const { receipt } = item
  if (!receipt) return null
  return (
    <section className="card" aria-label="收件凭证" data-testid="receipt-code">
      <h2>收件凭证</h2>
      <div className="row receipt-row">
        <QRCode
          value={`${location.origin}/receipt`}
          size={108}
          type="svg"
          bordered={false}
          color="#000000"
          bgColor="#ffffff"
          aria-label="办件查询页的二维码"
        />
        <div className="stack">
          {receipt.number && (
            <div>
              凭证编号 <CopyCode code={receipt.number} label="凭证编号" />
            </div>
          )}
          <div>
            查询码 <CopyCode code={receipt.queryCode} label="查询码" />
          </div>
          <span className="quiet">扫码后填写编号和查询码,不登录也可以查询进度。查询码请勿告知无关人员。</span>
        </div>
      </div>
    </section>
  )
}

/** What follows for a theme 一件事: several bureaux at once, one delivery. */
function JointNext({ item, matter }: { item: CaseDetail; matter: MatterDetail }) {
  const names = item.joint?.children.map(({ name }) => name) ?? []
  return (
    <>
      <li>
        {item.organName}在 {matter.steps[0]?.limitText}内分发,{names.join('、')}由各部门同时办理。
      </li>
      <li>需要补正的,在本件页面一次告知,也在那里提交。</li>
      <li>全部事项承诺自收到申请之日起 {matter.promised}内办结,结果一次领取。</li>
    </>
  )
}
