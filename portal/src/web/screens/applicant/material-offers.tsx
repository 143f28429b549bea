import { Button, Checkbox } from 'antd'
import { paths } from '../../api/api.ts'
import type { MatterMaterial, ReusablePaper } from '../../api/matters.ts'
import { Grade } from '../../components/grade.tsx'
import { dateText, dayOf } from '../../time.ts'

interface Props {
  material: MatterMaterial
  offers: ReusablePaper[]
  used: ReusablePaper[]
  onUse: (paper: ReusablePaper) => void
  onDrop: (fileId: string) => void
  /** Uploaded or used again: nothing more is needed. */
  isThere: boolean
  deferred: boolean
  onDefer: (deferred: boolean) => void
  promised: boolean
}

/** What there is instead of uploading a material: papers that the county has, a promise, or to bring it later. */
export function MaterialOffers({ material, offers, used, onUse, onDrop, isThere, deferred, onDefer, promised }: Props) {
  const free = offers.filter(({ fileId }) => !used.some((paper) => paper.fileId === fileId))
  return (
    <>
      {promised && !isThere && <p className="offer-note">已由告知承诺代替,可以不上传</p>}
      {used.map((paper) => (
        <div key={paper.fileId} className="offer used">
          <OfferText paper={paper} lead="复用已有材料" />
          <Button size="small" onClick={() => onDrop(paper.fileId)} data-testid={`drop-${material.key}`}>
            不用这份
          </Button>
        </div>
      ))}
      {free.map((paper) => (
        <div key={paper.fileId} className="offer">
          <OfferText paper={paper} lead="您以前提交过" />
          <Button size="small" type="primary" ghost onClick={() => onUse(paper)} data-testid={`reuse-${material.key}`}>
            用这份,不再上传
          </Button>
        </div>
      ))}
      {material.deferralText && !isThere && !promised && (
        <div className="offer-note">
          <Checkbox checked={deferred} onChange={({ target }) => onDefer(target.checked)} data-testid={`defer-${material.key}`}>
            暂时没有,申请容缺受理
          </Checkbox>
          <div className="quiet">{material.deferralText}。补齐之前不能作出准予决定</div>
        </div>
      )}
    </>
  )
}

function OfferText({ paper, lead }: { paper: ReusablePaper; lead: string }) {
  return (
    <div className="grow">
      <div className="break">
        {lead}:
        <a href={paths.file(paper.fileId)} target="_blank" rel="noreferrer">
          {paper.name}
        </a>{' '}
        <Grade grade={paper.grade} text={paper.gradeText} />
      </div>
      <div className="quiet break">
        {dateText(dayOf(paper.handedInAt))}
        {paper.sourceMatterName && `随“${paper.sourceMatterName}”取得`}
        {paper.sourceCaseNo && <> · 办件 {paper.sourceCaseNo}</>}
        {paper.validUntil && <> · 有效期至 {paper.validUntil}</>}
        {paper.mustShowOriginal && <> · 办理时请出示原件核对</>}
      </div>
      {paper.watermark && <div className="quiet break">使用时加注:{paper.watermark}</div>}
    </div>
  )
}
