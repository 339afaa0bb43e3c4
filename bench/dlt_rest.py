"""Loads the records of the bench's API into Parquet files with dlt: dlt_rest.py BASE_URL FOLDER"""

import os
import sys

# Those settings that dlt's page on performance names for a load like this one.
os.environ.setdefault("RUNTIME__DLTHUB_TELEMETRY", "false")
os.environ.setdefault("RUNTIME__LOG_LEVEL", "WARNING")
os.environ.setdefault("EXTRACT__DATA_WRITER__BUFFER_MAX_ITEMS", "20000")
os.environ.setdefault("EXTRACT__DATA_WRITER__FILE_MAX_ITEMS", "100000")
os.environ.setdefault("NORMALIZE__DATA_WRITER__BUFFER_MAX_ITEMS", "20000")
os.environ.setdefault("NORMALIZE__WORKERS", str(os.cpu_count() or 1))

import dlt  # noqa: E402
from dlt.sources.rest_api import rest_api_source  # noqa: E402


def main(base_url, folder):
    source = rest_api_source(
        {
            "client": {
                "base_url": base_url,
                "paginator": {
                    "type": "page_number",
                    "base_page": 1,
                    "page_param": "page",
                    "total_path": "total_pages",
                },
            },
            "resources": [
                {
                    "name": "orders",
                    "endpoint": {
                        "path": "v1/orders",
                        "params": {"per_page": 1000},
                        "data_selector": "data",
                    },
                }
            ],
        }
    )
    pipeline = dlt.pipeline(
        pipeline_name="bench",
        pipelines_dir=os.path.join(folder, ".pipelines"),
        destination=dlt.destinations.filesystem(bucket_url="file://" + folder),
        dataset_name="orders",
    )
    pipeline.run(source, loader_file_format="parquet", write_disposition="append")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
