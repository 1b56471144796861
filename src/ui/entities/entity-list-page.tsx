import { useSearchParams } from "wouter";
import { EntityTypesOverview } from "./entity-types.tsx";
import { TypeList } from "./type-list.tsx";

/** The entities of a type; without a type, the types there are. */
export default function EntityListPage() {
  const [params] = useSearchParams();
  const type = params.get("type");
  if (type === null || type === "") return <EntityTypesOverview />;
  return <TypeList type={type} selector={params.get("selector") ?? undefined} />;
}
