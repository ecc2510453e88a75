// Incidents: the list.
import { address } from "../../api/client";
import type { Incidents } from "../../api/types";
import { useAnswer } from "../../api/use";
import { Skeleton, TroubleNote } from "../../parts/trouble";
import { told } from "../../words/dates";
import { t as frame } from "../../words/frame";
import { said } from "../../words/words";
import { t } from "./words";

export default function IncidentsView() {
	const { data, trouble, again } = useAnswer<Incidents>(address("/api/incidents", { most: 50 }));
	return (
		<>
			<header>
				<h1>{t("title")}</h1>
			</header>
			{trouble && <TroubleNote trouble={trouble} again={again} />}
			{!data && !trouble && <Skeleton lines={8} label={frame("loading")} />}
			<ol>
				{data?.incidents.map(row => (
					<li key={row.name}>
						<a href={`/incidents/${row.name}`}>
							<bdi>{told(said(row.title))}</bdi>
						</a>{" "}
						<span class="quiet">{t("reports", { n: row.reports })}</span>
					</li>
				))}
			</ol>
		</>
	);
}
