// Names for what the API answers. schema.ts is made from docs/openapi.json by `npm run types`.
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Both = Schemas["Both"];
export type Bounds = Schemas["Bounds"];
export type Range = Schemas["Range"];
export type IncidentRow = Schemas["Row"];
export type Incidents = Schemas["Incidents"];
export type Days = Schemas["Days"];
export type PlacesOfIncidents = Schemas["Map"];
export type Ledger = Schemas["Ledger"];
export type Incident = Schemas["Incident"];
export type History = Schemas["History"];
export type Reading = Schemas["Reading"];
export type Versions = Schemas["Versions"];
export type Version = Schemas["Version"];
export type Found = Schemas["Found"];
export type Changes = Schemas["Changes"];
export type Sources = Schemas["Sources"];
export type Source = Schemas["Source"];
export type SourceWhole = Schemas["SourceWhole"];
export type Decision = Schemas["Decision"];
export type Review = Schemas["Review"];
export type NewReview = Schemas["NewReview"];
export type Session = Schemas["Session"];
export type Account = Schemas["Account"];
export type Accounts = Schemas["Accounts"];
export type AccountEntry = Schemas["AccountEntry"];
export type AccountLog = Schemas["AccountLog"];
export type StateNow = Schemas["StateNow"];
export type Vocabulary = Schemas["Words"];
export type Problem = Schemas["Problem"];
export type Job = Schemas["Job"];
