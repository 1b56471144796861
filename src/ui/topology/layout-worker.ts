import cytoscape from "cytoscape";
import fcose from "cytoscape-fcose";
import type { LayoutAnswer, LayoutRequest } from "./layout-messages.ts";

// The force layout, beside the page: of hundreds of nodes it takes a second or two. Its library weighs half as much as
// the page, and comes when somebody asks for this layout.

const scope = globalThis as unknown as {
  addEventListener(type: "message", listener: (event: MessageEvent<LayoutRequest>) => void): void;
  postMessage(answer: LayoutAnswer, options: object): void;
};

const answers = (answer: LayoutAnswer): void => scope.postMessage(answer, {});

cytoscape.use(fcose);

scope.addEventListener("message", ({ data }) => {
  layout(data).then(
    (answer) => answers(answer),
    (error: unknown) => answers({ number: data.number, points: [], failure: String(error) }),
  );
});

const OPTIONS = {
  name: "fcose",
  // Less stacks leaves on each other.
  quality: "default",
  animate: false,
  fit: false,
  randomize: true,
  packComponents: false,
  uniformNodeDimensions: false,
  nodeSeparation: 110,
  idealEdgeLength: 110,
  nodeRepulsion: 9_000,
  gravity: 0.4,
  tilingPaddingHorizontal: 60,
  tilingPaddingVertical: 50,
} as const;

async function layout({ number, nodes, edges }: LayoutRequest): Promise<LayoutAnswer> {
  const cy = cytoscape({
    headless: true,
    styleEnabled: true,
    style: [{ selector: "node", style: { width: "data(size)", height: "data(size)" } }],
    elements: {
      nodes: nodes.map(({ id, size }) => ({ data: { id, size } })),
      edges: edges.map(({ from, to }) => ({ data: { source: from, target: to } })),
    },
  });
  try {
    const run = cy.layout(OPTIONS);
    const stopped = run.promiseOn("layoutstop");
    run.run();
    await stopped;
    return { number, points: cy.nodes().map((node) => [node.id(), { ...node.position() }] as const) };
  } finally {
    cy.destroy();
  }
}
