// Decisions that could not be kept yet: what came meanwhile stands beside the reader's own, who sends it all the same or drops it.
import { drop, outbox, sendAgain } from "./decide";
import { DecisionList, kindSaid } from "./ruling";
import { t } from "./words";

export function Outbox() {
	const left = outbox.value.filter(one => one.state !== "sending");
	if (left.length === 0) return null;
	return (
		<section class="outbox" role="alert" aria-labelledby="outbox-title">
			<h2 id="outbox-title">{t("outbox")}</h2>
			<ul>
				{left.map(one => (
					<li key={one.key}>
						<p>
							{t("mine")} <strong>{kindSaid(one.body.kind)}</strong> <bdi>{one.about}</bdi>
							{typeof one.body.why === "string" && one.body.why && (
								<>
									{" · "}
									<bdi class="quiet">{one.body.why}</bdi>
								</>
							)}
						</p>
						{one.state === "conflict" && one.meanwhile.length > 0 ? (
							<>
								<p class="small">{t("meanwhile")}</p>
								<DecisionList decisions={one.meanwhile} />
							</>
						) : (
							<p class="small" dir="auto">
								{one.message || t("unsaved")} {one.mend}
							</p>
						)}
						<p class="line">
							<button type="button" onClick={() => void sendAgain(one.key)}>
								{one.state === "conflict" ? t("sendAgain") : t("retry")}
							</button>
							<button type="button" onClick={() => drop(one.key)}>
								{t("drop")}
							</button>
						</p>
					</li>
				))}
			</ul>
		</section>
	);
}
