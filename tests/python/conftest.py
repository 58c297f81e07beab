from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def factory():
    return SOURCE / "examples" / "factory-kh"


@pytest.fixture(scope="session")
def result(factory):
    import wageproof

    return wageproof.check(factory)


@pytest.fixture
def small():
    """One worker's October: ten hours on four Mondays, and 8 dollars short of the basic wage."""
    days = [day for day in range(1, 32) if day % 7 != 5]  # 5 October 2025 is a Sunday
    return {
        "employer": {"employer_id": "e", "law": "kh", "currency": "USD", "period": "monthly", "attributes": {"sector": "garment"}},
        "workers": [{"worker_id": "w", "hired_on": "2024-01-01", "contract": "permanent", "pay_basis": "monthly", "wage": 208}],
        "time": [
            {"worker_id": "w", "date": f"2025-10-{day:02}", "start": "07:00", "end": "18:00" if day % 7 == 6 else "16:00", "break_minutes": 60}
            for day in days
        ],
        "payroll": [{"worker_id": "w", "period_start": "2025-10-01", "period_end": "2025-10-31", "component": "basic", "amount": "200"}],
    }
